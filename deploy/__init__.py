"""What puts the shop on a machine: installing, the container's files, the proxy's configuration."""
