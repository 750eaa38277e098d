"""Who somebody is: accounts and API tokens. What they may do is the organisation's answer."""
