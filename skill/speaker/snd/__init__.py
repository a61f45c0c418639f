# SPDX-License-Identifier: Apache-2.0
"""Sound output of the local speaker, and recordings of it."""
