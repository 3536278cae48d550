"""Posts fixes and photos as fast as they are acknowledged, and prints what was: payload_posts.py PORT FIRST

A line for every acknowledged request, `fix N` or `photo N LENGTH`, written before the next is sent. Ends when the
server does.
"""
import http.client
import sys

port, number = int(sys.argv[1]), int(sys.argv[2])
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
try:
    while True:
        number += 1
        if number % 10 == 0:
            picture = b"\xff\xd8\xff\xe0" + bytes([number % 251]) * (20_000 + number) + b"\xff\xd9"
            target = f"/photo?time={1_700_000_000 + number}"
            connection.request("PUT", target, picture, {"Content-Type": "image/jpeg"})
            done = f"photo {number} {len(picture)}"
        else:
            target = f"/osmand?id=side&timestamp={1_700_000_000 + number}&lat=59.97&lon=11.05&speed=1"
            connection.request("POST", target)
            done = f"fix {number}"
        answer = connection.getresponse()
        answer.read()
        if answer.status // 100 != 2:
            print("refused", answer.status, flush=True)
            break
        print(done, flush=True)
except (OSError, http.client.HTTPException):
    pass
