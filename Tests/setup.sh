#!/usr/bin/env bash
# Installs what the tests need: libraries to build, and the programs nobody here wrote that prove the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root=$([ "$(id -u)" = 0 ] || echo sudo)
packages=(
    libncurses-dev libpcap-dev zlib1g-dev       # the program
    libavcodec-dev libavformat-dev libavutil-dev # its video
    libevdev-dev                                # its game pads
    libsqlite3-dev                              # its message ferry
    libqrencode-dev libexif-dev libexpat1-dev    # its codes for phones, their pictures and tracks
    umockdev                                    # game pads that are not there
    ffmpeg                                      # accepts the simulator's video
    python3-venv tmux ncurses-term              # drivers: independent clients, terminals
    faketime                                    # a carrier's clock that is a year off
    tshark                                      # reads what we send and what we record
    libxml2-utils                               # reads tracks
)
# A browser looks at reports. Ubuntu has chromium only as a snap; the tests that need it are skipped there.
if grep -q '^ID=debian' /etc/os-release; then packages+=(chromium poppler-utils fonts-dejavu-core); fi
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    $as_root apt-get update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

# Independent AR.Drone clients and implementations of the bundle protocol, in an environment of their own.
venv=.build/test-clients
if ! {
    "$venv/bin/python" -c 'import pyardrone, pexpect, pyte, cv2, mcap, gpxpy, fastkml, pyd3tn, py_dtn7, PIL, requests' &&
        "$venv/bin/pip" show --quiet dtn7zero
} 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pyardrone==0.6.1 pexpect==4.9.0 pyte==0.8.2 \
        opencv-python-headless==4.10.0.84 'numpy<2' mcap==1.6.0 gpxpy==1.6.2 fastkml==1.4.0 \
        pillow==11.3.0 requests==2.32.5 pyd3tn==0.15.2 ud3tn-utils==0.15.2 py-dtn7==0.3.0b1 cbor2==5.8.0
    # Only its decoder of beacons is asked; netifaces, which it needs as a node, would have to be compiled.
    "$venv/bin/pip" install --quiet --no-deps dtn7zero==0.0.8
fi
