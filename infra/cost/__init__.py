"""What Waymark costs a month on AWS, computed from stated prices, stated habits and measured usage."""
