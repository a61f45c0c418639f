# SPDX-License-Identifier: Apache-2.0
"""The Wyoming protocol: server, connections and their events, and what the service offers there."""
