"""The walk (逐项填报): one item at a time, by lines; the machine behind it is `domain.walk`."""
