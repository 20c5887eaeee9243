"""The overview asks for what other rooms permit: who may read a plan may read what it adds up to. Nobody writes here."""
