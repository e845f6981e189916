"""The commands, one function each; `app` registers them.

- `looking`: check, list, schema, devices, init, doctor, serve
- `building`: build, run, render
- `data`: export
- `judging`: conclusions, verify
- `deciding`: aa, plan
- `sharing`: publish
"""
