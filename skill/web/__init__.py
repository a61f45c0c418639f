# SPDX-License-Identifier: Apache-2.0
"""The skill over HTTP, by Flask.

`endpoint` holds the two routes. A factory puts them behind its own guard: `local` behind "this machine only".
Factories share routes, never a setting that would make one of them the other.
"""
