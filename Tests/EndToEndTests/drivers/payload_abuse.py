"""Does to a payload station what it must stand, and prints what it answered: payload_abuse.py ADDRESS

A line for each: what was done, the status, and the reason. ADDRESS is the page of a phone that may send.
"""
import datetime
import socket
import sys
from urllib.parse import urlsplit

address = urlsplit(sys.argv[1])
place = (address.hostname, address.port)
path = address.path.rstrip("/")
now = int(datetime.datetime.now().timestamp())


def connect():
    return socket.create_connection(place, timeout=40)


def ask(head, body=b""):
    """Sends as much of it as is taken; the whole answer."""
    with connect() as connection:
        try:
            connection.sendall(head.encode("latin-1") + b"\r\n\r\n")
            for start in range(0, len(body), 65_536):
                connection.sendall(body[start : start + 65_536])
        except OSError:
            pass  # It answered and closed before all of it was sent.
        answer = b""
        try:
            while piece := connection.recv(65_536):
                answer += piece
        except OSError:
            pass
        return answer


def show(name, answer):
    head, _, text = answer.partition(b"\r\n\r\n")
    status = head.split(b" ")[1:2] or [b"none"]
    print(name, status[0].decode(), text.decode("utf-8", "replace").strip()[:200], sep="|", flush=True)


def post(name, target, kind, body, length=None):
    length = len(body) if length is None else length
    head = f"POST {path}{target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\n"
    show(name, ask(head + f"Content-Length: {length}", body))


# Some that say nothing, and some that say a byte now and then: they stay until the end.
slow = [connect() for _ in range(8)]
for connection in slow[4:]:
    connection.sendall(b"POST /photo HTTP/1.1\r\nX: ")

post("50 MB of junk", "/photo", "image/jpeg", b"U" * 50_000_000)
post("no byte", "/photo", "image/jpeg", b"")
post("no picture", "/photo", "image/jpeg", b"GIF89a" + b"U" * 100)
post("nowhere", f"/osmand?id=x&timestamp={now}&lat=999&lon=1", "text/plain", b"")
post("the year 2099", "/osmand?id=x&timestamp=4070908800&lat=59&lon=1", "text/plain", b"")
post("a way out", "/../../../../etc/passwd", "image/jpeg", b"\xff\xd8\xff\xd9")
post("a way out, hidden", "/%2e%2e/%2e%2e/etc/passwd?x=..%2f", "text/plain", b"x")
post("no text in XML", "/gpx", "application/gpx+xml", b"<gpx><t" + b"\xff" * 40 + b"></gpx>")
show("no token", ask("POST /t/wrong/osmand?lat=1&lon=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0"))
show("no HTTP", ask("\x01\x02\x03"))

crowd = []
refused = 0
for _ in range(200):
    try:
        crowd.append(connect())
    except OSError:
        refused += 1
answers = 0
for connection in crowd:
    connection.settimeout(0.02)
    try:
        answers += b"503" in connection.recv(4096)
    except OSError:
        pass
print("200 connections", 503 if answers + refused > 100 else "none", f"{answers + refused} refused", sep="|", flush=True)
for connection in crowd + slow:
    connection.close()
