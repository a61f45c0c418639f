# SPDX-License-Identifier: Apache-2.0
"""The stores, each of them real."""
