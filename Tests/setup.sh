#!/usr/bin/env bash
# Installs what the tests need: libraries to build, and the programs nobody here wrote that prove the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root=$([ "$(id -u)" = 0 ] || echo sudo)
packages=(
    libncurses-dev libpcap-dev zlib1g-dev       # the program
    libavcodec-dev libavformat-dev libavutil-dev # its video
    ffmpeg                                      # accepts the simulator's video
    python3-venv tmux ncurses-term              # drivers: independent clients, terminals
    tshark                                      # reads what we send and what we record
    libxml2-utils                               # reads tracks
)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    $as_root apt-get update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
fi

# Independent AR.Drone clients, in an environment of their own.
venv=.build/test-clients
if ! "$venv/bin/python" -c 'import pyardrone, pexpect, pyte, cv2, mcap, gpxpy, fastkml' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pyardrone==0.6.1 pexpect==4.9.0 pyte==0.8.2 \
        opencv-python-headless==4.10.0.84 'numpy<2' mcap==1.6.0 gpxpy==1.6.2 fastkml==1.4.0
fi
