#!/usr/bin/python3
"""swift_server.py SERVER CONFIG: one of OpenStack Swift's servers with the swift.conf beside its configuration.

Swift's own commands read /etc/swift/swift.conf, which belongs to the machine and may be missing.
"""

import os
import sys

from swift.common import utils

server, config = sys.argv[1:]
utils.set_swift_dir(os.path.dirname(config))

from swift.common.wsgi import run_wsgi

sys.exit(run_wsgi(config, server))
