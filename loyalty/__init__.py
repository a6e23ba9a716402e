"""Points, tiers and referral."""
