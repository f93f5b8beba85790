"""The policy's forms: begun and sent when it says, filled in and signed by reply, never settling or moving anything."""
