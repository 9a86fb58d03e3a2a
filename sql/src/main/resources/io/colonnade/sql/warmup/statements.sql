select state, urgency, count(*), sum(total), avg(total), min(day), max(day)
from receipts where day <= date '2001-01-01' - interval '30 day'
group by state, urgency order by state, urgency desc;

select returned, way, sum(pieces) as pieces, sum(amount * (1 - rebate)) as net,
  sum(amount * (1 - rebate) * (1 + duty)) as gross, avg(rebate), count(*) as number
from receipt_rows where day between '2001-01-01' and date '2001-01-01' + interval '1 year'
  and rebate >= 0.05 and pieces < 24
group by returned, way order by net desc, gross limit 10;

select r.id, sum(x.amount * (1 - x.rebate)) as net, r.day, s.name
from shoppers s, receipts r, receipt_rows x
where s.kind = 'private' and s.id = r.shopper and x.receipt = r.id
  and r.day < date '2001-03-15' and x.day > date '2001-03-15'
group by r.id, r.day, s.name order by net desc, r.day limit 10;

select p.name, sum(x.amount * (1 - x.rebate)) as net
from shoppers s, receipts r, receipt_rows x, makers m, places p, areas a
where s.id = r.shopper and x.receipt = r.id and x.maker = m.id and s.place = m.place
  and m.place = p.id and p.area = a.id and a.name = 'north'
  and r.day >= date '2001-01-01' and r.day < date '2001-01-01' + interval '1' year
group by p.name order by net desc;

select maker_place, year, sum(volume), sum(case when maker_place = 'A' then volume else 0 end)
from (select a.name as maker_place, b.name as shopper_place, extract(year from x.day) as year,
    x.amount * (1 - x.rebate) as volume
  from makers m, receipt_rows x, receipts r, shoppers s, places a, places b
  where m.id = x.maker and r.id = x.receipt and s.id = r.shopper and m.place = a.id
    and s.place = b.id and ((a.name = 'A' and b.name = 'B') or (a.name = 'B' and b.name = 'A'))
    and x.day between date '2001-01-01' and date '2002-12-31') as shipping
group by maker_place, year order by maker_place, year;

select m.name, i.id, i.brand from items i, makers m, stock k, places p
where i.id = k.item and m.id = k.maker and i.size = 15 and i.kind like '%X' and m.place = p.id
  and k.cost = (select min(c.cost) from stock c, makers n, places q
    where i.id = c.item and n.id = c.maker and n.place = q.id and q.name = 'Q')
order by m.balance desc, p.name, m.name, i.id limit 100;

select urgency, count(*) from receipts where day >= date '2001-07-01'
  and exists (select * from receipt_rows where receipt = receipts.id and promised < arrived)
group by urgency order by urgency;

select m.name, count(*) as late from makers m, receipt_rows x, receipts r, places p
where m.id = x.maker and r.id = x.receipt and r.state = 'F' and x.arrived > x.promised
  and exists (select * from receipt_rows y where y.receipt = x.receipt and y.maker <> x.maker)
  and not exists (select * from receipt_rows z where z.receipt = x.receipt
    and z.maker <> x.maker and z.arrived > z.promised)
  and m.place = p.id and p.name = 'P'
group by m.name order by late desc, m.name limit 100;

select s.name, s.id, r.id, r.day, r.total, sum(x.pieces)
from shoppers s, receipts r, receipt_rows x
where r.id in (select receipt from receipt_rows group by receipt having sum(pieces) > 300)
  and s.id = r.shopper and r.id = x.receipt
group by s.name, s.id, r.id, r.day, r.total order by r.total desc, r.day limit 100;

select i.brand, i.kind, i.size, count(distinct k.maker) as makers from stock k, items i
where i.id = k.item and i.brand <> 'B#45' and i.kind not like 'M P%'
  and i.size in (49, 14, 23, 45, 19, 3, 36, 9)
  and k.maker not in (select id from makers where note like '%C%D%')
group by i.brand, i.kind, i.size order by makers desc, i.brand;

select sum(x.amount) / 7.0 as weekly from receipt_rows x, items i
where i.id = x.item and i.brand = 'B#23' and i.kind = 'M'
  and x.pieces < (select 0.2 * avg(pieces) from receipt_rows where item = i.id);

select sum(x.amount * (1 - x.rebate)) from receipt_rows x, items i
where (i.id = x.item and i.brand = 'B#12' and i.kind in ('S A', 'S B', 'S C')
    and x.pieces >= 1 and x.pieces <= 1 + 10 and i.size between 1 and 5 and x.way in ('A', 'B'))
  or (i.id = x.item and i.brand = 'B#23' and i.kind in ('M A', 'M B', 'M C')
    and x.pieces >= 10 and x.pieces <= 10 + 10 and i.size between 1 and 10 and x.way in ('A', 'B'));

select m.name, m.note from makers m, places p where m.id in (
    select k.maker from stock k where k.item in (select id from items where name like 'f%')
    and k.pieces > (select 0.5 * sum(x.pieces) from receipt_rows x
      where x.item = k.item and x.maker = k.maker and x.day >= date '2001-01-01'
        and x.day < date '2001-01-01' + interval '1' year))
  and m.place = p.id and p.name = 'P' order by m.name;

select prefix, count(*), sum(balance) from (
  select substring(phone from 1 for 2) as prefix, balance from shoppers
  where substring(phone from 1 for 2) in ('13', '31', '23')
    and balance > (select avg(balance) from shoppers where balance > 0.00
      and substring(phone from 1 for 2) in ('13', '31', '23'))
    and not exists (select * from receipts where shopper = shoppers.id)) as rich
group by prefix order by prefix;

with income as (select maker, sum(amount * (1 - rebate)) as total from receipt_rows
  where day >= date '2001-01-01' and day < date '2001-01-01' + interval '3' month group by maker)
select m.id, m.name, income.total from makers m, income
where m.id = income.maker and income.total = (select max(total) from income) order by m.id;

select k.item, sum(k.cost * k.pieces) as value from stock k, makers m, places p
where k.maker = m.id and m.place = p.id and p.name = 'G' group by k.item
having sum(k.cost * k.pieces) > (select sum(k.cost * k.pieces) * 0.0001 from stock k, makers m,
  places p where k.maker = m.id and m.place = p.id and p.name = 'G') order by value desc;

select number, count(*) as shoppers from (
  select s.id, count(r.id) from shoppers s left outer join receipts r on s.id = r.shopper
    and r.note not like '%special%requests%' group by s.id) as c (id, number)
group by number order by shoppers desc, number desc;

select 100.00 * sum(case when i.kind like 'P%' then x.amount * (1 - x.rebate) else 0 end)
  / sum(x.amount * (1 - x.rebate)) as share, coalesce(max(i.price), 0),
  sum(case when x.way = 'A' or x.way = 'B' then 1 else 0 end)
from receipt_rows x join items i on x.item = i.id
where x.promised < x.arrived and x.day < x.promised and x.way in ('A', 'B')
  and x.day >= date '2001-09-01' and x.day < date '2001-09-01' + interval '1' month;

select id, upper(name), rank() over (partition by place order by balance desc) from shoppers
where seen >= timestamp '2001-01-01 00:00:00' and name is not null
union all select id, name, row_number() over (order by id) from makers where balance > 10;

select id, name, price * 2 from items where id = 42;

insert into places select id + 100, trim(name), area from places where area = 3;

update items set price = price * 1.1 where brand = 'B#12' and id in (select item from stock);

delete from receipts where day < date '1999-01-01'
