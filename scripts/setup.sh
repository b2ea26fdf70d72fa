#!/bin/bash
# (first version) make the virtual environment
set -e
cd "$(dirname "$0")/.."
[ -x build/venv/bin/python ] || /usr/bin/python3 -m venv --system-site-packages build/venv
build/venv/bin/pip install -q -r requirements.txt
