"""Signing on with the account of one's institution, at a provider that speaks OpenID Connect: a provider of allauth."""
