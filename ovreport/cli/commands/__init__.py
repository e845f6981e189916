"""The commands, one function each; `app` registers them.

- `looking`: check, list, schema, devices, init, doctor, serve
- `building`: build, run, render
- `data`: export, import
- `judging`: conclusions, verify
- `deciding`: aa, plan
- `comparing`: compare, history
- `sharing`: publish, replicate
- `fleets`: worker, fleet certificates
"""
