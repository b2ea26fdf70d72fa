"""The partition beside its peers: `make bench-partition`. What is measured and what came out: README.md one folder up.

cases.py  what is partitioned      ours.py, peers.py  who does it      judge.py  the same ruler for all
jobs.py   the measurements, each in a process of its own      table.py  what goes into README.md
"""
