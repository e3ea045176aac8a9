CREATE COLLATION sink.with_rules (provider = icu, locale = 'und', rules = '&a < g');
