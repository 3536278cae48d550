"""Reads an MCAP file with the maker's library, every CRC checked, and says what is in it as JSON."""
import base64
import hashlib
import json
import sys
from collections import Counter

from mcap.reader import NonSeekingReader, make_reader

path = sys.argv[1]
topics, schemas, first, last, digests = Counter(), {}, {}, {}, {}
times = []
with open(path, "rb") as file:
    reader = make_reader(file, validate_crcs=True)
    summary = reader.get_summary()
    for schema, channel, message in reader.iter_messages():
        topics[channel.topic] += 1
        times.append(message.log_time)
        schemas[channel.topic] = schema.name if schema else None
        if channel.message_encoding == "json":
            value = json.loads(message.data)
            first.setdefault(channel.topic, value)
            last[channel.topic] = value
            if channel.topic == "/video":
                digest = digests.setdefault(channel.topic, hashlib.sha256())
                digest.update(base64.b64decode(value["data"], validate=True))
                value["data"] = None
        else:
            digests.setdefault(channel.topic, hashlib.sha256()).update(message.data)
    metadata = [m.metadata for m in reader.iter_metadata()]
with open(path, "rb") as file:
    streamed = sum(1 for _ in NonSeekingReader(file, validate_crcs=True).iter_messages())
for schema in summary.schemas.values():
    assert json.loads(schema.data)["type"] == "object", schema.name
print(json.dumps({
    "topics": topics, "schemas": schemas, "first": first, "last": last, "metadata": metadata,
    "message_count": summary.statistics.message_count, "chunk_count": len(summary.chunk_indexes),
    "start": times[0], "end": times[-1], "streamed": streamed,
    "statistics_start": summary.statistics.message_start_time, "statistics_end": summary.statistics.message_end_time,
    "digests": {topic: digest.hexdigest() for topic, digest in digests.items()},
}))
