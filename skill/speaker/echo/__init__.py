# SPDX-License-Identifier: Apache-2.0
"""Simulated Echo: sessions, silence, services, and the platform's refusals."""
