"""Experiments on the hosts of a fleet, by dask.distributed: a desk, a scheduler, and a worker on every host.

The desk sends every host its order (`orders`), an experiment with what it takes to measure it, as one task of
Dask's. The host (`host`) measures it in a process of its own (`measuring`) into a results folder of its own,
as `ovreport run` would, and goes on while nobody listens. The desk brings the records back after every round
(`exchange`) and checks them like those of strangers.

Each module of the door is used by itself, as `from ovreport.fleet import desk`: what measures passes through
here and needs nothing of Dask.

- `addresses`: where a scheduler is, and by which certificates it is trusted
- `certificates`: makes these
- `desk`: measures experiments on the hosts of a fleet
- `local`: a fleet on this machine, for trying
- `worker`: makes this machine a host of a fleet
"""

__all__ = ["addresses", "certificates", "desk", "local", "worker"]
