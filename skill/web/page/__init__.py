# SPDX-License-Identifier: Apache-2.0
"""The page of the local speaker, for a browser on this machine. Nothing of it is part of the public endpoint."""
