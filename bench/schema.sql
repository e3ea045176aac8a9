-- A schema of any size, the same every time:
--   psql -X -d DB -v tables=50 -v columns=20 -v enums=24 -v views=10 -v functions=10 -f schema.sql
-- Each table has a primary key, a foreign key to an earlier table, a check, defaults, two indexes (one
-- of them partial) and a comment; every tenth one a trigger. Views join a table and its parent.
\set ON_ERROR_STOP on
set client_min_messages = warning;
\o /dev/null

select format('create type mood_%s as enum (%s)', n,
              (select string_agg(quote_literal('level_' || v), ', ' order by v)
               from generate_series(1, 3 + n % 5) v))
from generate_series(1, :enums) n
\gexec

-- The first ten columns are the same in all tables; the rest go through a list of types.
select format($sql$
create table item_%1$s (
    item_id bigint generated always as identity,
    parent_id bigint,
    owner_id bigint not null default 0,
    title text not null,
    email varchar(120),
    price numeric(12, 2) not null default 0,
    mood mood_%2$s not null default 'level_1',
    is_open boolean not null default true,
    details jsonb not null default '{}',
    created_at timestamp with time zone not null default now()%3$s,
    constraint item_%1$s_pkey primary key (item_id),
    constraint item_%1$s_price_check check (price >= 0 and price < 1000000)
)$sql$, n, 1 + n % :enums, extra.columns)
from generate_series(1, :tables) n,
     lateral (select coalesce(string_agg(format(E',\n    extra_%s %s', c, (array[
                  'integer', 'text', 'uuid', 'date', 'double precision', 'text[]',
                  'smallint not null default 1', 'bytea'])[1 + c % 8]), '' order by c), '') as columns
              from generate_series(11, :columns) c) extra
\gexec

select statement
from generate_series(1, :tables) n,
     lateral (values
        (1, format('alter table item_%1$s add constraint item_%1$s_parent_fkey
                    foreign key (parent_id) references item_%2$s on delete cascade',
                   n, greatest(1, n / 3))),
        (2, format('create index item_%1$s_mood_idx on item_%1$s (mood, created_at desc)', n)),
        (3, format('create index item_%1$s_owner_idx on item_%1$s (owner_id) where is_open', n)),
        (4, format('comment on table item_%1$s is %2$L', n, 'Items of shelf ' || n)),
        (5, format('comment on column item_%1$s.title is %2$L', n, 'Shown to the customer'))
     ) statements(place, statement)
order by place, n
\gexec

select format($sql$
create view open_item_%1$s as
    select item.item_id, item.title, item.price * 1.19 as gross, parent.title as parent_title
    from item_%1$s item
    left join item_%2$s parent on parent.item_id = item.parent_id
    where item.is_open$sql$, n, greatest(1, n / 3))
from generate_series(1, :views) n
\gexec

-- Half of the functions in SQL, half in PL/pgSQL.
select case when n % 2 = 0 then format($sql$
create function worth_%1$s(wanted bigint) returns numeric language sql stable as
'select coalesce(sum(price), 0) from item_%1$s where owner_id = wanted'$sql$, n)
else format($sql$
create function worth_%1$s(wanted bigint) returns numeric language plpgsql stable as $body$
declare
    total numeric := 0;
begin
    select sum(price) into total from item_%1$s where owner_id = wanted;
    return coalesce(total, 0);
end
$body$ $sql$, n) end
from generate_series(1, :functions) n
\gexec

create function touch() returns trigger language plpgsql as $$
begin
    new.created_at := now();
    return new;
end
$$;

select format('create trigger item_%1$s_touch before update on item_%1$s
               for each row when (old.title is distinct from new.title) execute function touch()', n)
from generate_series(10, :tables, 10) n
\gexec
\o
