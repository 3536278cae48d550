"""What pyD3TN and dtn7zero, which nobody of this project wrote, make of our octets, and octets of theirs.

    bundle_peer.py read HEX...      bundles, as pyD3TN reads them: one JSON object a line
    bundle_peer.py make             bundles that pyD3TN makes: name and hexadecimal digits a line
    bundle_peer.py mtcp HEX         the bundles in an MTCP stream, as pyD3TN's socket takes them: digits a line
    bundle_peer.py beacon HEX       a beacon as dtn7zero reads it, and as it writes it again
    bundle_peer.py give HOST PORT   sends bundles made by pyD3TN now to dtn://bob/chat, by its MTCP connection
    bundle_peer.py take             the bundles that a node dials us with, by MTCP: first a line with our port
    bundle_peer.py hear PORT        dtn7zero's neighbour discovery: prints the first node that it hears, and answers
                                    to its port

pyD3TN 0.15.2 dies on block types that it does not know, so it is not given any.
"""
import json
import socket
import time
import sys
import types

import cbor2
from pyd3tn import bundle7
from pyd3tn.mtcp import MTCPConnection, MTCPSocket

# 2017-07-14T02:40:00Z
THEN = 1500000000


def fields(data):
    bundle = bundle7.Bundle.parse(data)
    primary = bundle.primary_block
    return {
        "destination": str(primary.destination),
        "source": str(primary.source),
        "reportTo": str(primary.report_to),
        "flags": int(primary.bundle_proc_flags),
        "sequence": primary.creation_time.sequence_number,
        "lifetime": primary.lifetime,
        "fragmentOffset": primary.fragment_offset,
        "totalLength": primary.total_payload_length,
        "payload": bytes(bundle.payload_block.data).hex(),
        "blocks": [[int(block.block_type), int(block.block_number), bytes(block.data).hex()]
                   for block in bundle.blocks],
        "again": bytes(bundle).hex(),
    }


def made():
    crc = bundle7.CRCType
    yield "plain", bundle7.serialize_bundle7(
        "dtn://alice/", "dtn://bob/chat", b"hello", creation_timestamp=THEN, sequence_number=1, lifetime=3600)
    yield "ipn", bundle7.serialize_bundle7(
        "ipn:2.0", "ipn:3.1", b"hello", creation_timestamp=THEN, sequence_number=0, lifetime=300,
        crc_type_primary=crc.CRC16)
    yield "full", bundle7.serialize_bundle7(
        "dtn://alice/", "dtn://chat/~room1", b"x" * 300, report_to_eid="dtn://alice/", creation_timestamp=THEN,
        sequence_number=2, lifetime=86400, hop_limit=32, hop_count=1, bundle_age=1500,
        previous_node_eid="dtn://charlie/", crc_type_canonical=crc.CRC32,
        flags=bundle7.BundleProcFlag.REPORT_DELIVERY)
    yield "fragment", bundle7.serialize_bundle7(
        "dtn://alice/", "dtn://bob/in", b"abcde", creation_timestamp=THEN, sequence_number=3, lifetime=60,
        flags=bundle7.BundleProcFlag.IS_FRAGMENT, fragment_offset=10, total_adu_length=26)
    yield "clockless", bundle7.serialize_bundle7(
        "dtn://alice/", "dtn://bob/in", b"", creation_timestamp=0, sequence_number=7, lifetime=600, bundle_age=2)


def mtcp(stream):
    ours, theirs = socket.socketpair()
    ours.sendall(stream)
    ours.close()
    reader = MTCPSocket(theirs)
    while True:
        try:
            bundle = reader.recv_bundle()
        except Exception:
            return
        if not bundle:
            return
        yield bytes(bundle)


def beacon(data):
    # Lists network interfaces, has to be compiled, and is not asked for anything here.
    sys.modules["netifaces"] = types.ModuleType("netifaces")
    from dtn7zero.ipnd import Beacon
    read = Beacon.from_block_data(cbor2.loads(data))
    services, properties = read.service_block
    return {
        "scheme": read.eid_scheme,
        "name": read.eid_specific_part,
        "sequence": read.beacon_sequence_number,
        "services": [[name, port] for name, port in services],
        "properties": {str(tag): value.hex() for tag, value in properties.items()},
        "period": read.beacon_period,
        "again": read.to_cbor().hex(),
    }


def give(host, port):
    with MTCPConnection(host, port, timeout=10) as connection:
        for number in range(3):
            connection.send_bundle(bytes(bundle7.serialize_bundle7(
                "dtn://python/", "dtn://bob/chat", b"hello from python %d" % number, lifetime=3600,
                creation_timestamp=time.time(), sequence_number=number)))


def take():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)
    print(listener.getsockname()[1], flush=True)
    reader = MTCPSocket(listener.accept()[0], timeout=30)
    while True:
        data = reader.recv_bundle()
        if data:
            print(json.dumps(fields(bytes(data))), flush=True)


def hear(port):
    stub = types.ModuleType("netifaces")
    stub.interfaces = lambda: []
    sys.modules["netifaces"] = stub
    from dtn7zero.configuration import CONFIGURATION
    from dtn7zero.ipnd import IPND
    from dtn7zero.storage.simple_in_memory_storage import SimpleInMemoryStorage
    storage = SimpleInMemoryStorage()
    discovery = IPND(1, "//python/", storage)
    CONFIGURATION.PORT.IPND = port
    print("ready", flush=True)
    end = time.time() + 30
    while time.time() < end:
        discovery.update()
        for node in storage.get_nodes():
            print(json.dumps({"address": node.address, "name": node.eid[1], "services": node.clas}), flush=True)
            return
        time.sleep(0.01)


def main():
    order = sys.argv[1]
    if order == "give":
        return give(sys.argv[2], int(sys.argv[3]))
    if order == "take":
        return take()
    if order == "hear":
        return hear(int(sys.argv[2]))
    arguments = [bytes.fromhex(argument) for argument in sys.argv[2:]]
    if order == "read":
        for data in arguments:
            print(json.dumps(fields(data)))
    elif order == "make":
        for name, data in made():
            print(name, data.hex())
    elif order == "mtcp":
        for data in mtcp(arguments[0]):
            print(data.hex())
    elif order == "beacon":
        print(json.dumps(beacon(arguments[0])))


main()
