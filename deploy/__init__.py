"""Brings Topos up on a machine: installs, private database cluster, supervisor.

Standard library only, since it runs before anything is installed; imports no floor of the product.
"""
