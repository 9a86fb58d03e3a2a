-- Queries in the shapes of TPC-DS, numbered like those; written for these tests from what the specification asks.
-- 1
with ctr as (
  select sr_customer_sk as customer, sr_store_sk as store, sum(sr_return_amt) as total
  from store_returns, date_dim where sr_returned_date_sk = d_date_sk and d_year = 2000
  group by sr_customer_sk, sr_store_sk)
select c_customer_id from ctr c1, store, customer
where c1.total > (select avg(total) * 1.2 from ctr c2 where c1.store = c2.store)
  and s_store_sk = c1.store and s_state = 'TN' and c1.customer = c_customer_sk
order by c_customer_id limit 100
-- 2
with wscs as (
  select ws_sold_date_sk as sold, ws_ext_sales_price as price from web_sales
  union all select cs_sold_date_sk, cs_ext_sales_price from catalog_sales),
wswscs as (
  select d_week_seq,
    sum(case when d_day_name = 'Sunday' then price end) as sun,
    sum(case when d_day_name = 'Monday' then price end) as mon,
    sum(case when d_day_name = 'Saturday' then price end) as sat
  from wscs, date_dim where d_date_sk = sold group by d_week_seq)
select week1, round(sun1 / sun2, 2), round(mon1 / mon2, 2), round(sat1 / sat2, 2)
from (select wswscs.d_week_seq as week1, sun as sun1, mon as mon1, sat as sat1
      from wswscs, date_dim where date_dim.d_week_seq = wswscs.d_week_seq and d_year = 2001) y,
     (select wswscs.d_week_seq as week2, sun as sun2, mon as mon2, sat as sat2
      from wswscs, date_dim where date_dim.d_week_seq = wswscs.d_week_seq and d_year = 2002) z
where week1 = week2 - 53 order by week1
-- 3
select d_year, i_brand_id, i_brand, sum(ss_ext_sales_price) as total
from date_dim, store_sales, item
where d_date_sk = ss_sold_date_sk and ss_item_sk = i_item_sk and i_manufact_id = 128 and d_moy = 11
group by d_year, i_brand, i_brand_id order by d_year, total desc, i_brand_id limit 100
-- 4
with year_total as (
  select c_customer_id as id, c_first_name as first, c_last_name as last, d_year as year,
    sum(((ss_ext_list_price - ss_ext_wholesale_cost - ss_ext_discount_amt) + ss_ext_sales_price) / 2) as total, 's' as kind
  from customer, store_sales, date_dim
  where c_customer_sk = ss_customer_sk and ss_sold_date_sk = d_date_sk
  group by c_customer_id, c_first_name, c_last_name, d_year
  union all
  select c_customer_id, c_first_name, c_last_name, d_year,
    sum(((cs_ext_list_price - cs_ext_wholesale_cost - cs_ext_discount_amt) + cs_ext_sales_price) / 2), 'c'
  from customer, catalog_sales, date_dim
  where c_customer_sk = cs_bill_customer_sk and cs_sold_date_sk = d_date_sk
  group by c_customer_id, c_first_name, c_last_name, d_year
  union all
  select c_customer_id, c_first_name, c_last_name, d_year,
    sum(((ws_ext_list_price - ws_ext_wholesale_cost - ws_ext_discount_amt) + ws_ext_sales_price) / 2), 'w'
  from customer, web_sales, date_dim
  where c_customer_sk = ws_bill_customer_sk and ws_sold_date_sk = d_date_sk
  group by c_customer_id, c_first_name, c_last_name, d_year)
select s2.id, s2.first, s2.last
from year_total s1, year_total s2, year_total c1, year_total c2, year_total w1, year_total w2
where s2.id = s1.id and s1.id = c2.id and s1.id = c1.id and s1.id = w1.id and s1.id = w2.id
  and s1.kind = 's' and c1.kind = 'c' and w1.kind = 'w' and s2.kind = 's' and c2.kind = 'c' and w2.kind = 'w'
  and s1.year = 2001 and s2.year = 2002 and c1.year = 2001 and c2.year = 2002 and w1.year = 2001 and w2.year = 2002
  and s1.total > 0 and c1.total > 0 and w1.total > 0
  and case when c1.total > 0 then c2.total / c1.total end > case when s1.total > 0 then s2.total / s1.total end
  and case when c1.total > 0 then c2.total / c1.total end > case when w1.total > 0 then w2.total / w1.total end
order by s2.id, s2.first, s2.last limit 100
-- 5
with ssr as (
  select s_store_id, sum(sales) as sales, sum(profit) as profit, sum(returns) as returns, sum(loss) as loss
  from (select ss_store_sk as store, ss_sold_date_sk as day, ss_ext_sales_price as sales, ss_net_profit as profit,
          cast(0 as decimal(7,2)) as returns, cast(0 as decimal(7,2)) as loss from store_sales
        union all
        select sr_store_sk, sr_returned_date_sk, cast(0 as decimal(7,2)), cast(0 as decimal(7,2)), sr_return_amt, sr_net_loss
        from store_returns) both_ways, date_dim, store
  where day = d_date_sk and d_date between date '2000-08-23' and date '2000-08-23' + 14 and store = s_store_sk
  group by s_store_id),
wsr as (
  select web_site_id, sum(sales) as sales, sum(profit) as profit, sum(returns) as returns, sum(loss) as loss
  from (select ws_web_site_sk as site, ws_sold_date_sk as day, ws_ext_sales_price as sales, ws_net_profit as profit,
          cast(0 as decimal(7,2)) as returns, cast(0 as decimal(7,2)) as loss from web_sales
        union all
        select ws_web_site_sk, wr_returned_date_sk, cast(0 as decimal(7,2)), cast(0 as decimal(7,2)), wr_return_amt, wr_net_loss
        from web_returns left outer join web_sales on wr_item_sk = ws_item_sk and wr_order_number = ws_order_number) both_ways,
       date_dim, web_site
  where day = d_date_sk and d_date between date '2000-08-23' and date '2000-08-23' + 14 and site = web_site_sk
  group by web_site_id)
select channel, id, sum(sales), sum(returns), sum(profit)
from (select 'store channel' as channel, 'store' || s_store_id as id, sales, returns, profit - loss as profit from ssr
      union all
      select 'web channel', 'web_site' || web_site_id, sales, returns, profit - loss from wsr) x
group by rollup (channel, id) order by channel, id limit 100
-- 6
select a.ca_state as state, count(*) as cnt
from customer_address a, customer c, store_sales s, date_dim d, item i
where a.ca_address_sk = c.c_current_addr_sk and c.c_customer_sk = s.ss_customer_sk
  and s.ss_sold_date_sk = d.d_date_sk and s.ss_item_sk = i.i_item_sk
  and d.d_month_seq = (select distinct d_month_seq from date_dim where d_year = 2001 and d_moy = 1)
  and i.i_current_price > 1.2 * (select avg(j.i_current_price) from item j where j.i_category = i.i_category)
group by a.ca_state having count(*) >= 1 order by cnt, a.ca_state limit 100
-- 7
select i_item_id, avg(ss_quantity), avg(ss_list_price), avg(ss_coupon_amt), avg(ss_sales_price)
from store_sales, customer_demographics, date_dim, item, promotion
where ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk and ss_cdemo_sk = cd_demo_sk and ss_promo_sk = p_promo_sk
  and cd_gender = 'M' and cd_marital_status = 'S' and cd_education_status = 'College'
  and (p_channel_email = 'N' or p_channel_event = 'N') and d_year = 2000
group by i_item_id order by i_item_id limit 100
-- 8
select s_store_name, sum(ss_net_profit)
from store_sales, date_dim, store,
  (select zip from (
     select substring(ca_zip, 1, 5) as zip from customer_address where substring(ca_zip, 1, 5) in ('24128', '76232', '65084', '10000')
     intersect
     select zip from (select substring(ca_zip, 1, 5) as zip, count(*) as cnt from customer_address, customer
       where ca_address_sk = c_current_addr_sk and c_preferred_cust_flag = 'Y' group by ca_zip having count(*) > 1) a1) a2) v1
where ss_store_sk = s_store_sk and ss_sold_date_sk = d_date_sk and d_qoy = 2 and d_year = 1998
  and substring(s_zip, 1, 2) = substring(v1.zip, 1, 2)
group by s_store_name order by s_store_name limit 100
-- 9
select case when (select count(*) from store_sales where ss_quantity between 1 and 20) > 100
         then (select avg(ss_ext_discount_amt) from store_sales where ss_quantity between 1 and 20)
         else (select avg(ss_net_paid) from store_sales where ss_quantity between 1 and 20) end as bucket1,
       case when (select count(*) from store_sales where ss_quantity between 21 and 40) > 100
         then (select avg(ss_ext_discount_amt) from store_sales where ss_quantity between 21 and 40)
         else (select avg(ss_net_paid) from store_sales where ss_quantity between 21 and 40) end as bucket2
from reason where r_reason_sk = 1
-- 10
select cd_gender, cd_marital_status, cd_education_status, count(*), cd_purchase_estimate, count(*)
from customer c, customer_address ca, customer_demographics
where c.c_current_addr_sk = ca.ca_address_sk and ca_county in ('Rush County', 'Toole County', 'county 3')
  and cd_demo_sk = c.c_current_cdemo_sk
  and exists (select * from store_sales, date_dim where c.c_customer_sk = ss_customer_sk
              and ss_sold_date_sk = d_date_sk and d_year = 2002 and d_moy between 1 and 4)
  and (exists (select * from web_sales, date_dim where c.c_customer_sk = ws_bill_customer_sk
               and ws_sold_date_sk = d_date_sk and d_year = 2002 and d_moy between 1 and 4)
    or exists (select * from catalog_sales, date_dim where c.c_customer_sk = cs_ship_customer_sk
               and cs_sold_date_sk = d_date_sk and d_year = 2002 and d_moy between 1 and 4))
group by cd_gender, cd_marital_status, cd_education_status, cd_purchase_estimate
order by 1, 2, 3, 5 limit 100
-- 12
select i_item_id, i_item_desc, i_category, i_class, i_current_price, sum(ws_ext_sales_price) as revenue,
  sum(ws_ext_sales_price) * 100 / sum(sum(ws_ext_sales_price)) over (partition by i_class) as ratio
from web_sales, item, date_dim
where ws_item_sk = i_item_sk and i_category in ('Sports', 'Books', 'Home') and ws_sold_date_sk = d_date_sk
  and d_date between cast('1999-02-22' as date) and cast('1999-02-22' as date) + interval '30 days'
group by i_item_id, i_item_desc, i_category, i_class, i_current_price
order by i_category, i_class, i_item_id, i_item_desc, ratio limit 100
-- 13
select avg(ss_quantity), avg(ss_ext_sales_price), avg(ss_ext_wholesale_cost), sum(ss_ext_wholesale_cost)
from store_sales, store, customer_demographics, household_demographics, customer_address, date_dim
where s_store_sk = ss_store_sk and ss_sold_date_sk = d_date_sk and d_year = 2001
  and ((ss_hdemo_sk = hd_demo_sk and cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'M'
        and cd_education_status = 'Advanced Degree' and ss_sales_price between 100.00 and 150.00 and hd_dep_count = 3)
    or (ss_hdemo_sk = hd_demo_sk and cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'S'
        and cd_education_status = 'College' and ss_sales_price between 50.00 and 100.00 and hd_dep_count = 1))
  and ((ss_addr_sk = ca_address_sk and ca_country = 'United States' and ca_state in ('TX', 'OH') and ss_net_profit between 100 and 200)
    or (ss_addr_sk = ca_address_sk and ca_country = 'United States' and ca_state in ('OR', 'NM', 'KY') and ss_net_profit between 150 and 300))
-- 14
with cross_items as (
  select i_item_sk as item from item,
    (select iss.i_brand_id as brand, iss.i_class_id as class, iss.i_category_id as category
     from store_sales, item iss, date_dim d1
     where ss_item_sk = iss.i_item_sk and ss_sold_date_sk = d1.d_date_sk and d1.d_year between 1999 and 2001
     intersect
     select ics.i_brand_id, ics.i_class_id, ics.i_category_id from catalog_sales, item ics, date_dim d2
     where cs_item_sk = ics.i_item_sk and cs_sold_date_sk = d2.d_date_sk and d2.d_year between 1999 and 2001
     intersect
     select iws.i_brand_id, iws.i_class_id, iws.i_category_id from web_sales, item iws, date_dim d3
     where ws_item_sk = iws.i_item_sk and ws_sold_date_sk = d3.d_date_sk and d3.d_year between 1999 and 2001) x
  where i_brand_id = brand and i_class_id = class and i_category_id = category),
avg_sales as (
  select avg(quantity * list_price) as average from (
    select ss_quantity as quantity, ss_list_price as list_price from store_sales, date_dim where ss_sold_date_sk = d_date_sk and d_year between 1999 and 2001
    union all
    select cs_quantity, cs_list_price from catalog_sales, date_dim where cs_sold_date_sk = d_date_sk and d_year between 1999 and 2001
    union all
    select ws_quantity, ws_list_price from web_sales, date_dim where ws_sold_date_sk = d_date_sk and d_year between 1999 and 2001) x)
select channel, i_brand_id, i_class_id, i_category_id, sum(sales), sum(number_sales)
from (
  select 'store' as channel, i_brand_id, i_class_id, i_category_id, sum(ss_quantity * ss_list_price) as sales, count(*) as number_sales
  from store_sales, item, date_dim
  where ss_item_sk in (select item from cross_items) and ss_item_sk = i_item_sk and ss_sold_date_sk = d_date_sk and d_year = 2001 and d_moy = 11
  group by i_brand_id, i_class_id, i_category_id having sum(ss_quantity * ss_list_price) > (select average from avg_sales)
  union all
  select 'web', i_brand_id, i_class_id, i_category_id, sum(ws_quantity * ws_list_price), count(*)
  from web_sales, item, date_dim
  where ws_item_sk in (select item from cross_items) and ws_item_sk = i_item_sk and ws_sold_date_sk = d_date_sk and d_year = 2001 and d_moy = 11
  group by i_brand_id, i_class_id, i_category_id having sum(ws_quantity * ws_list_price) > (select average from avg_sales)) y
group by rollup (channel, i_brand_id, i_class_id, i_category_id) order by 1, 2, 3, 4 limit 100
-- 15
select ca_zip, sum(cs_sales_price) from catalog_sales, customer, customer_address, date_dim
where cs_bill_customer_sk = c_customer_sk and c_current_addr_sk = ca_address_sk
  and (substring(ca_zip, 1, 5) in ('85669', '86197', '88274') or ca_state in ('CA', 'WA', 'GA') or cs_sales_price > 500)
  and cs_sold_date_sk = d_date_sk and d_qoy = 2 and d_year = 2001
group by ca_zip order by ca_zip limit 100
-- 16
select count(distinct cs_order_number), sum(cs_ext_ship_cost), sum(cs_net_profit)
from catalog_sales cs1, date_dim, customer_address, call_center
where d_date between date '2002-02-01' and cast('2002-02-01' as date) + 60 and cs1.cs_ship_date_sk = d_date_sk
  and cs1.cs_ship_addr_sk = ca_address_sk and ca_state = 'GA' and cs1.cs_call_center_sk = cc_call_center_sk
  and cc_county in ('Williamson County', 'county 1')
  and exists (select * from catalog_sales cs2 where cs1.cs_order_number = cs2.cs_order_number and cs1.cs_warehouse_sk <> cs2.cs_warehouse_sk)
  and not exists (select * from catalog_returns cr1 where cs1.cs_order_number = cr1.cr_order_number)
order by count(distinct cs_order_number) limit 100
-- 17
select i_item_id, i_item_desc, s_state, count(ss_quantity), avg(ss_quantity), stddev_samp(ss_quantity),
  stddev_samp(ss_quantity) / avg(ss_quantity), count(sr_return_quantity), count(cs_quantity)
from store_sales, store_returns, catalog_sales, date_dim d1, date_dim d2, date_dim d3, store, item
where d1.d_quarter_name = '2001Q1' and d1.d_date_sk = ss_sold_date_sk and i_item_sk = ss_item_sk and s_store_sk = ss_store_sk
  and ss_customer_sk = sr_customer_sk and ss_item_sk = sr_item_sk and ss_ticket_number = sr_ticket_number
  and sr_returned_date_sk = d2.d_date_sk and d2.d_quarter_name in ('2001Q1', '2001Q2', '2001Q3')
  and sr_customer_sk = cs_bill_customer_sk and sr_item_sk = cs_item_sk and cs_sold_date_sk = d3.d_date_sk
  and d3.d_quarter_name in ('2001Q1', '2001Q2', '2001Q3')
group by i_item_id, i_item_desc, s_state order by i_item_id, i_item_desc, s_state limit 100
-- 18
select i_item_id, ca_country, ca_state, ca_county, avg(cast(cs_quantity as decimal(12,2))), avg(cast(cd1.cd_dep_count as decimal(12,2)))
from catalog_sales, customer_demographics cd1, customer_demographics cd2, customer, customer_address, date_dim, item
where cs_sold_date_sk = d_date_sk and cs_item_sk = i_item_sk and cs_bill_cdemo_sk = cd1.cd_demo_sk
  and cs_bill_customer_sk = c_customer_sk and cd1.cd_gender = 'F' and cd1.cd_education_status = 'Unknown'
  and c_current_cdemo_sk = cd2.cd_demo_sk and c_current_addr_sk = ca_address_sk and c_birth_month in (1, 6, 8, 9, 12, 2)
  and d_year = 1998 and ca_state in ('MS', 'IN', 'ND', 'OK', 'NM', 'VA')
group by rollup (i_item_id, ca_country, ca_state, ca_county) order by ca_country, ca_state, ca_county, i_item_id limit 100
-- 19
select i_brand_id, i_brand, i_manufact_id, i_manufact, sum(ss_ext_sales_price) as total
from date_dim, store_sales, item, customer, customer_address, store
where d_date_sk = ss_sold_date_sk and ss_item_sk = i_item_sk and i_manager_id = 8 and d_moy = 11 and d_year = 1998
  and ss_customer_sk = c_customer_sk and c_current_addr_sk = ca_address_sk
  and substring(ca_zip, 1, 5) <> substring(s_zip, 1, 5) and ss_store_sk = s_store_sk
group by i_brand, i_brand_id, i_manufact_id, i_manufact order by total desc, i_brand, i_brand_id, i_manufact_id, i_manufact limit 100
-- 21
select * from (
  select w_warehouse_name, i_item_id,
    sum(case when d_date < date '2000-03-11' then inv_quantity_on_hand else 0 end) as before,
    sum(case when d_date >= date '2000-03-11' then inv_quantity_on_hand else 0 end) as after
  from inventory, warehouse, item, date_dim
  where i_current_price between 0.99 and 1.49 and i_item_sk = inv_item_sk and inv_warehouse_sk = w_warehouse_sk
    and inv_date_sk = d_date_sk and d_date between date '2000-03-11' - 30 and date '2000-03-11' + 30
  group by w_warehouse_name, i_item_id) x
where case when before > 0 then after / before end between 2.0 / 3.0 and 3.0 / 2.0
order by w_warehouse_name, i_item_id limit 100
-- 22
select i_product_name, i_brand, i_class, i_category, avg(inv_quantity_on_hand) as qoh
from inventory, date_dim, item
where inv_date_sk = d_date_sk and inv_item_sk = i_item_sk and d_month_seq between 1200 and 1200 + 11
group by rollup (i_product_name, i_brand, i_class, i_category) order by qoh, i_product_name, i_brand, i_class, i_category limit 100
-- 23
with frequent as (
  select substring(i_item_desc, 1, 30) as descr, i_item_sk as item, d_date as solddate, count(*) as cnt
  from store_sales, date_dim, item
  where ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk and d_year in (2000, 2001, 2002, 2003)
  group by substring(i_item_desc, 1, 30), i_item_sk, d_date having count(*) > 1),
max_sales as (
  select max(csales) as cmax from (
    select c_customer_sk, sum(ss_quantity * ss_sales_price) as csales from store_sales, customer, date_dim
    where ss_customer_sk = c_customer_sk and ss_sold_date_sk = d_date_sk and d_year in (2000, 2001, 2002, 2003)
    group by c_customer_sk) x),
best as (
  select c_customer_sk as cust, sum(ss_quantity * ss_sales_price) as ssales from store_sales, customer
  where ss_customer_sk = c_customer_sk group by c_customer_sk
  having sum(ss_quantity * ss_sales_price) > 0.5 * (select * from max_sales))
select sum(sales) from (
  select cs_quantity * cs_list_price as sales from catalog_sales, date_dim
  where d_year = 2000 and d_moy = 2 and cs_sold_date_sk = d_date_sk
    and cs_item_sk in (select item from frequent) and cs_bill_customer_sk in (select cust from best)
  union all
  select ws_quantity * ws_list_price from web_sales, date_dim
  where d_year = 2000 and d_moy = 2 and ws_sold_date_sk = d_date_sk
    and ws_item_sk in (select item from frequent) and ws_bill_customer_sk in (select cust from best)) y limit 100
-- 24
with ssales as (
  select c_last_name, c_first_name, s_store_name, ca_state, s_state, i_color, i_current_price, i_manager_id, i_units, i_size, sum(ss_net_paid) as netpaid
  from store_sales, store_returns, store, item, customer, customer_address
  where ss_ticket_number = sr_ticket_number and ss_item_sk = sr_item_sk and ss_customer_sk = c_customer_sk
    and ss_item_sk = i_item_sk and ss_store_sk = s_store_sk and c_current_addr_sk = ca_address_sk
    and c_birth_country <> upper(ca_country) and s_zip = ca_zip and s_market_id = 8
  group by c_last_name, c_first_name, s_store_name, ca_state, s_state, i_color, i_current_price, i_manager_id, i_units, i_size)
select c_last_name, c_first_name, s_store_name, sum(netpaid) as paid from ssales where i_color = 'peach'
group by c_last_name, c_first_name, s_store_name having sum(netpaid) > (select 0.05 * avg(netpaid) from ssales)
order by 1, 2, 3
-- 27
select i_item_id, s_state, grouping(s_state) as g_state, avg(ss_quantity), avg(ss_list_price)
from store_sales, customer_demographics, date_dim, store, item
where ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk and ss_store_sk = s_store_sk and ss_cdemo_sk = cd_demo_sk
  and cd_gender = 'M' and cd_marital_status = 'S' and d_year = 2002 and s_state in ('TN', 'OH')
group by rollup (i_item_id, s_state) order by i_item_id, s_state limit 100
-- 28
select * from
  (select avg(ss_list_price) as b1_lp, count(ss_list_price) as b1_cnt, count(distinct ss_list_price) as b1_cntd from store_sales
   where ss_quantity between 0 and 5 and (ss_list_price between 8 and 18 or ss_coupon_amt between 459 and 1459 or ss_wholesale_cost between 57 and 77)) b1,
  (select avg(ss_list_price) as b2_lp, count(ss_list_price) as b2_cnt, count(distinct ss_list_price) as b2_cntd from store_sales
   where ss_quantity between 6 and 10 and (ss_list_price between 90 and 100 or ss_coupon_amt between 2323 and 3323 or ss_wholesale_cost between 31 and 51)) b2,
  (select avg(ss_list_price) as b3_lp, count(ss_list_price) as b3_cnt, count(distinct ss_list_price) as b3_cntd from store_sales
   where ss_quantity between 11 and 15) b3
limit 100
-- 30
with ctr as (
  select wr_returning_customer_sk as customer, ca_state as state, sum(wr_return_amt) as total
  from web_returns, date_dim, customer_address
  where wr_returned_date_sk = d_date_sk and d_year = 2002 and wr_returning_addr_sk = ca_address_sk
  group by wr_returning_customer_sk, ca_state)
select c_customer_id, c_salutation, c_first_name, total from ctr c1, customer_address, customer
where c1.total > (select avg(total) * 1.2 from ctr c2 where c1.state = c2.state)
  and ca_address_sk = c_current_addr_sk and ca_state = 'GA' and c1.customer = c_customer_sk
order by c_customer_id, c_salutation, c_first_name, total limit 100
-- 31
with ss as (
  select ca_county, d_qoy, d_year, sum(ss_ext_sales_price) as sales from store_sales, date_dim, customer_address
  where ss_sold_date_sk = d_date_sk and ss_addr_sk = ca_address_sk group by ca_county, d_qoy, d_year),
ws as (
  select ca_county, d_qoy, d_year, sum(ws_ext_sales_price) as sales from web_sales, date_dim, customer_address
  where ws_sold_date_sk = d_date_sk and ws_bill_addr_sk = ca_address_sk group by ca_county, d_qoy, d_year)
select ss1.ca_county, ss1.d_year, ws2.sales / ws1.sales as web, ss2.sales / ss1.sales as store
from ss ss1, ss ss2, ws ws1, ws ws2
where ss1.d_qoy = 1 and ss1.d_year = 2000 and ss1.ca_county = ss2.ca_county and ss2.d_qoy = 2 and ss2.d_year = 2000
  and ss1.ca_county = ws1.ca_county and ws1.d_qoy = 1 and ws1.d_year = 2000 and ws1.ca_county = ws2.ca_county
  and ws2.d_qoy = 2 and ws2.d_year = 2000
  and case when ws1.sales > 0 then ws2.sales / ws1.sales end > case when ss1.sales > 0 then ss2.sales / ss1.sales end
order by ss1.ca_county
-- 32
select sum(cs_ext_discount_amt) from catalog_sales, item, date_dim
where i_manufact_id = 977 and i_item_sk = cs_item_sk and d_date between date '2000-01-27' and date '2000-01-27' + 90
  and d_date_sk = cs_sold_date_sk
  and cs_ext_discount_amt > (select 1.3 * avg(cs_ext_discount_amt) from catalog_sales, date_dim
    where cs_item_sk = i_item_sk and d_date between date '2000-01-27' and date '2000-01-27' + 90 and d_date_sk = cs_sold_date_sk)
limit 100
-- 33
with ss as (
  select i_manufact_id, sum(ss_ext_sales_price) as total from store_sales, date_dim, customer_address, item
  where i_manufact_id in (select i_manufact_id from item where i_category in ('Electronics')) and ss_item_sk = i_item_sk
    and ss_sold_date_sk = d_date_sk and d_year = 1998 and d_moy = 5 and ss_addr_sk = ca_address_sk and ca_gmt_offset = -5
  group by i_manufact_id),
ws as (
  select i_manufact_id, sum(ws_ext_sales_price) as total from web_sales, date_dim, customer_address, item
  where i_manufact_id in (select i_manufact_id from item where i_category in ('Electronics')) and ws_item_sk = i_item_sk
    and ws_sold_date_sk = d_date_sk and d_year = 1998 and d_moy = 5 and ws_bill_addr_sk = ca_address_sk and ca_gmt_offset = -5
  group by i_manufact_id)
select i_manufact_id, sum(total) as sales from (select * from ss union all select * from ws) x
group by i_manufact_id order by sales, i_manufact_id limit 100
-- 34
select c_last_name, c_first_name, c_salutation, c_preferred_cust_flag, ss_ticket_number, cnt
from (select ss_ticket_number, ss_customer_sk, count(*) as cnt from store_sales, date_dim, store, household_demographics
      where ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and ss_hdemo_sk = hd_demo_sk
        and (d_dom between 1 and 3 or d_dom between 25 and 28) and (hd_buy_potential = '>10000' or hd_buy_potential = 'unknown')
        and hd_vehicle_count > 0 and case when hd_vehicle_count > 0 then hd_dep_count / hd_vehicle_count end > 1.2
        and d_year in (1999, 2000, 2001)
      group by ss_ticket_number, ss_customer_sk) dn, customer
where ss_customer_sk = c_customer_sk and cnt between 1 and 20
order by c_last_name, c_first_name, c_salutation, c_preferred_cust_flag desc, ss_ticket_number
-- 35
select ca_state, cd_gender, cd_dep_count, count(*), min(cd_dep_count), max(cd_dep_count), avg(cd_dep_count)
from customer c, customer_address ca, customer_demographics
where c.c_current_addr_sk = ca.ca_address_sk and cd_demo_sk = c.c_current_cdemo_sk
  and exists (select * from store_sales, date_dim where c.c_customer_sk = ss_customer_sk and ss_sold_date_sk = d_date_sk and d_year = 2002 and d_qoy < 4)
  and (exists (select * from web_sales, date_dim where c.c_customer_sk = ws_bill_customer_sk and ws_sold_date_sk = d_date_sk and d_year = 2002 and d_qoy < 4)
    or exists (select * from catalog_sales, date_dim where c.c_customer_sk = cs_ship_customer_sk and cs_sold_date_sk = d_date_sk and d_year = 2002 and d_qoy < 4))
group by ca_state, cd_gender, cd_dep_count order by ca_state, cd_gender, cd_dep_count limit 100
-- 36
select sum(ss_net_profit) / sum(ss_ext_sales_price) as margin, i_category, i_class, grouping(i_category) + grouping(i_class) as lochierarchy,
  rank() over (partition by grouping(i_category) + grouping(i_class), case when grouping(i_class) = 0 then i_category end
               order by sum(ss_net_profit) / sum(ss_ext_sales_price)) as rank_within_parent
from store_sales, date_dim d1, item, store
where d1.d_year = 2001 and d1.d_date_sk = ss_sold_date_sk and i_item_sk = ss_item_sk and s_store_sk = ss_store_sk and s_state in ('TN', 'OH')
group by rollup (i_category, i_class)
order by lochierarchy desc, case when grouping(i_category) + grouping(i_class) = 0 then i_category end, rank_within_parent limit 100
-- 38
select count(*) from (
  select distinct c_last_name, c_first_name, d_date from store_sales, date_dim, customer
  where ss_sold_date_sk = d_date_sk and ss_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211
  intersect
  select distinct c_last_name, c_first_name, d_date from catalog_sales, date_dim, customer
  where cs_sold_date_sk = d_date_sk and cs_bill_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211
  intersect
  select distinct c_last_name, c_first_name, d_date from web_sales, date_dim, customer
  where ws_sold_date_sk = d_date_sk and ws_bill_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211) hot limit 100
-- 39
with inv as (
  select w_warehouse_sk, i_item_sk, d_moy, stdev, mean, case mean when 0 then null else stdev / mean end as cov
  from (select w_warehouse_sk, i_item_sk, d_moy, stddev_samp(inv_quantity_on_hand) as stdev, avg(inv_quantity_on_hand) as mean
        from inventory, item, warehouse, date_dim
        where inv_item_sk = i_item_sk and inv_warehouse_sk = w_warehouse_sk and inv_date_sk = d_date_sk and d_year = 2001
        group by w_warehouse_sk, i_item_sk, d_moy) foo
  where case mean when 0 then 0 else stdev / mean end > 1)
select inv1.w_warehouse_sk, inv1.i_item_sk, inv1.d_moy, inv1.mean, inv2.d_moy, inv2.mean from inv inv1, inv inv2
where inv1.i_item_sk = inv2.i_item_sk and inv1.w_warehouse_sk = inv2.w_warehouse_sk and inv1.d_moy = 1 and inv2.d_moy = 2
order by 1, 2, 3, 4, 5, 6
-- 40
select w_state, i_item_id,
  sum(case when d_date < date '2000-03-11' then cs_sales_price - coalesce(cr_refunded_cash, 0) else 0 end) as before,
  sum(case when d_date >= date '2000-03-11' then cs_sales_price - coalesce(cr_refunded_cash, 0) else 0 end) as after
from catalog_sales left outer join catalog_returns on cs_order_number = cr_order_number and cs_item_sk = cr_item_sk, warehouse, item, date_dim
where i_current_price between 0.99 and 1.49 and i_item_sk = cs_item_sk and cs_warehouse_sk = w_warehouse_sk and cs_sold_date_sk = d_date_sk
  and d_date between date '2000-03-11' - 30 and date '2000-03-11' + 30
group by w_state, i_item_id order by w_state, i_item_id limit 100
-- 41
select distinct i_product_name from item i1
where i_manufact_id between 738 and 778
  and (select count(*) from item where (i_manufact = i1.i_manufact
         and ((i_category = 'Women' and (i_color = 'powder' or i_color = 'khaki') and (i_units = 'Ounce' or i_units = 'Oz') and (i_size = 'medium' or i_size = 'extra large'))
           or (i_category = 'Men' and (i_color = 'floral' or i_color = 'deep') and (i_size = 'petite' or i_size = 'large'))))
       or (i_manufact = i1.i_manufact
         and ((i_category = 'Women' and (i_color = 'midnight' or i_color = 'snow')) or (i_category = 'Men' and i_color = 'cyan')))) > 0
order by i_product_name limit 100
-- 44
select asceding.rnk, i1.i_product_name as best, i2.i_product_name as worst
from (select * from (select item_sk, rank() over (order by rank_col asc) as rnk from (
        select ss_item_sk as item_sk, avg(ss_net_profit) as rank_col from store_sales ss1 where ss_store_sk = 4 group by ss_item_sk
        having avg(ss_net_profit) > 0.9 * (select avg(ss_net_profit) as rank_col from store_sales where ss_store_sk = 4 and ss_addr_sk is null group by ss_store_sk)) v1) v11
      where rnk < 11) asceding,
     (select * from (select item_sk, rank() over (order by rank_col desc) as rnk from (
        select ss_item_sk as item_sk, avg(ss_net_profit) as rank_col from store_sales ss1 where ss_store_sk = 4 group by ss_item_sk
        having avg(ss_net_profit) > 0.9 * (select avg(ss_net_profit) as rank_col from store_sales where ss_store_sk = 4 and ss_addr_sk is null group by ss_store_sk)) v2) v21
      where rnk < 11) descending, item i1, item i2
where asceding.rnk = descending.rnk and i1.i_item_sk = asceding.item_sk and i2.i_item_sk = descending.item_sk
order by asceding.rnk limit 100
-- 45
select ca_zip, ca_city, sum(ws_sales_price) from web_sales, customer, customer_address, date_dim, item
where ws_bill_customer_sk = c_customer_sk and c_current_addr_sk = ca_address_sk and ws_item_sk = i_item_sk
  and (substring(ca_zip, 1, 5) in ('85669', '86197', '88274') or i_item_id in (select i_item_id from item where i_item_sk in (2, 3, 5, 7, 11, 13)))
  and ws_sold_date_sk = d_date_sk and d_qoy = 2 and d_year = 2001
group by ca_zip, ca_city order by ca_zip, ca_city limit 100
-- 46
select c_last_name, c_first_name, ca_city, bought_city, ss_ticket_number, amt, profit
from (select ss_ticket_number, ss_customer_sk, ca_city as bought_city, sum(ss_coupon_amt) as amt, sum(ss_net_profit) as profit
      from store_sales, date_dim, store, household_demographics, customer_address
      where ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and ss_hdemo_sk = hd_demo_sk and ss_addr_sk = ca_address_sk
        and (hd_dep_count = 4 or hd_vehicle_count = 3) and d_dow in (6, 0) and d_year in (1999, 2000, 2001)
      group by ss_ticket_number, ss_customer_sk, ss_addr_sk, ca_city) dn, customer, customer_address current_addr
where ss_customer_sk = c_customer_sk and customer.c_current_addr_sk = current_addr.ca_address_sk and current_addr.ca_city <> bought_city
order by c_last_name, c_first_name, ca_city, bought_city, ss_ticket_number limit 100
-- 47
with v1 as (
  select i_category, i_brand, s_store_name, s_company_name, d_year, d_moy, sum(ss_sales_price) as sum_sales,
    avg(sum(ss_sales_price)) over (partition by i_category, i_brand, s_store_name, s_company_name, d_year) as avg_monthly,
    rank() over (partition by i_category, i_brand, s_store_name, s_company_name order by d_year, d_moy) as rn
  from item, store_sales, date_dim, store
  where ss_item_sk = i_item_sk and ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk
    and (d_year = 1999 or (d_year = 1998 and d_moy = 12) or (d_year = 2000 and d_moy = 1))
  group by i_category, i_brand, s_store_name, s_company_name, d_year, d_moy),
v2 as (
  select v1.i_category, v1.d_year, v1.d_moy, v1.avg_monthly, v1.sum_sales, v1_lag.sum_sales as psum, v1_lead.sum_sales as nsum
  from v1, v1 v1_lag, v1 v1_lead
  where v1.i_category = v1_lag.i_category and v1.i_category = v1_lead.i_category and v1.i_brand = v1_lag.i_brand and v1.i_brand = v1_lead.i_brand
    and v1.s_store_name = v1_lag.s_store_name and v1.s_store_name = v1_lead.s_store_name
    and v1.s_company_name = v1_lag.s_company_name and v1.s_company_name = v1_lead.s_company_name
    and v1.rn = v1_lag.rn + 1 and v1.rn = v1_lead.rn - 1)
select * from v2 where d_year = 1999 and avg_monthly > 0
  and case when avg_monthly > 0 then abs(sum_sales - avg_monthly) / avg_monthly end > 0.1
order by sum_sales - avg_monthly, 1, 2, 3 limit 100
-- 48
select sum(ss_quantity) from store_sales, store, customer_demographics, customer_address, date_dim
where s_store_sk = ss_store_sk and ss_sold_date_sk = d_date_sk and d_year = 2000
  and ((cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'M' and cd_education_status = '4 yr Degree' and ss_sales_price between 100.00 and 150.00)
    or (cd_demo_sk = ss_cdemo_sk and cd_marital_status = 'D' and cd_education_status = '2 yr Degree' and ss_sales_price between 50.00 and 100.00))
  and ((ss_addr_sk = ca_address_sk and ca_country = 'United States' and ca_state in ('CO', 'OH', 'TX') and ss_net_profit between 0 and 2000)
    or (ss_addr_sk = ca_address_sk and ca_country = 'United States' and ca_state in ('OR', 'MN', 'KY') and ss_net_profit between 150 and 3000))
-- 49
select channel, item, return_ratio, return_rank, currency_rank from (
  select 'web' as channel, item, return_ratio, return_rank, currency_rank from (
    select item, return_ratio, currency_ratio, rank() over (order by return_ratio) as return_rank, rank() over (order by currency_ratio) as currency_rank
    from (select ws.ws_item_sk as item,
            cast(sum(coalesce(wr.wr_return_quantity, 0)) as decimal(15,4)) / cast(sum(coalesce(ws.ws_quantity, 0)) as decimal(15,4)) as return_ratio,
            cast(sum(coalesce(wr.wr_return_amt, 0)) as decimal(15,4)) / cast(sum(coalesce(ws.ws_net_paid, 0)) as decimal(15,4)) as currency_ratio
          from web_sales ws left outer join web_returns wr on ws.ws_order_number = wr.wr_order_number and ws.ws_item_sk = wr.wr_item_sk, date_dim
          where wr.wr_return_amt > 100 and ws.ws_net_profit > 1 and ws.ws_net_paid > 0 and ws.ws_quantity > 0
            and ws_sold_date_sk = d_date_sk and d_year = 2001 and d_moy = 12
          group by ws.ws_item_sk) in_web) web
  where web.return_rank <= 10 or web.currency_rank <= 10
  union
  select 'store', item, return_ratio, return_rank, currency_rank from (
    select item, return_ratio, currency_ratio, rank() over (order by return_ratio) as return_rank, rank() over (order by currency_ratio) as currency_rank
    from (select sts.ss_item_sk as item,
            cast(sum(coalesce(sr.sr_return_quantity, 0)) as decimal(15,4)) / cast(sum(coalesce(sts.ss_quantity, 0)) as decimal(15,4)) as return_ratio,
            cast(sum(coalesce(sr.sr_return_amt, 0)) as decimal(15,4)) / cast(sum(coalesce(sts.ss_net_paid, 0)) as decimal(15,4)) as currency_ratio
          from store_sales sts left outer join store_returns sr on sts.ss_ticket_number = sr.sr_ticket_number and sts.ss_item_sk = sr.sr_item_sk, date_dim
          where sr.sr_return_amt > 100 and sts.ss_net_profit > 1 and sts.ss_net_paid > 0 and sts.ss_quantity > 0
            and ss_sold_date_sk = d_date_sk and d_year = 2001 and d_moy = 12
          group by sts.ss_item_sk) in_store) store
  where store.return_rank <= 10 or store.currency_rank <= 10) x
order by 1, 4, 5, 2 limit 100
-- 51
with web_v1 as (
  select ws_item_sk as item, d_date, sum(sum(ws_sales_price)) over (partition by ws_item_sk order by d_date rows between unbounded preceding and current row) as cume
  from web_sales, date_dim where ws_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 and ws_item_sk is not null
  group by ws_item_sk, d_date),
store_v1 as (
  select ss_item_sk as item, d_date, sum(sum(ss_sales_price)) over (partition by ss_item_sk order by d_date rows between unbounded preceding and current row) as cume
  from store_sales, date_dim where ss_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 and ss_item_sk is not null
  group by ss_item_sk, d_date)
select * from (
  select item, d_date, web_sales, store_sales,
    max(web_sales) over (partition by item order by d_date rows between unbounded preceding and current row) as web_cumulative,
    max(store_sales) over (partition by item order by d_date rows between unbounded preceding and current row) as store_cumulative
  from (select case when web.item is not null then web.item else store.item end as item,
          case when web.d_date is not null then web.d_date else store.d_date end as d_date, web.cume as web_sales, store.cume as store_sales
        from web_v1 web full outer join store_v1 store on web.item = store.item and web.d_date = store.d_date) x) y
where web_cumulative > store_cumulative order by item, d_date limit 100
-- 53
select * from (
  select i_manufact_id, sum(ss_sales_price) as sum_sales, avg(sum(ss_sales_price)) over (partition by i_manufact_id) as avg_quarterly
  from item, store_sales, date_dim, store
  where ss_item_sk = i_item_sk and ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and d_month_seq in (1200, 1201, 1202, 1203, 1204, 1205)
    and ((i_category in ('Books', 'Children', 'Electronics') and i_class in ('personal', 'portable', 'class 3'))
      or (i_category in ('Women', 'Music', 'Men') and i_class in ('accessories', 'classical', 'class 4')))
  group by i_manufact_id, d_qoy) x
where case when avg_quarterly > 0 then abs(sum_sales - avg_quarterly) / avg_quarterly end > 0.1
order by avg_quarterly, sum_sales, i_manufact_id limit 100
-- 54
with my_customers as (
  select distinct c_customer_sk, c_current_addr_sk
  from (select cs_sold_date_sk as sold, cs_bill_customer_sk as cust, cs_item_sk as item from catalog_sales
        union all select ws_sold_date_sk, ws_bill_customer_sk, ws_item_sk from web_sales) sales, item, date_dim, customer
  where sold = d_date_sk and item = i_item_sk and i_category = 'Women' and cust = c_customer_sk and d_moy = 12 and d_year = 1998),
my_revenue as (
  select c_customer_sk, sum(ss_ext_sales_price) as revenue
  from my_customers, store_sales, customer_address, store, date_dim
  where c_current_addr_sk = ca_address_sk and ca_county = s_county and ca_state = s_state and ss_sold_date_sk = d_date_sk and c_customer_sk = ss_customer_sk
    and d_month_seq between (select distinct d_month_seq + 1 from date_dim where d_year = 1998 and d_moy = 12)
                        and (select distinct d_month_seq + 3 from date_dim where d_year = 1998 and d_moy = 12)
  group by c_customer_sk),
segments as (select cast(revenue / 50 as int) as segment from my_revenue)
select segment, count(*) as num_customers, segment * 50 as base from segments group by segment order by segment, num_customers limit 100
-- 57
with v1 as (
  select i_category, i_brand, cc_name, d_year, d_moy, sum(cs_sales_price) as sum_sales,
    avg(sum(cs_sales_price)) over (partition by i_category, i_brand, cc_name, d_year) as avg_monthly,
    rank() over (partition by i_category, i_brand, cc_name order by d_year, d_moy) as rn
  from item, catalog_sales, date_dim, call_center
  where cs_item_sk = i_item_sk and cs_sold_date_sk = d_date_sk and cc_call_center_sk = cs_call_center_sk
    and (d_year = 1999 or (d_year = 1998 and d_moy = 12) or (d_year = 2000 and d_moy = 1))
  group by i_category, i_brand, cc_name, d_year, d_moy)
select v1.i_category, v1.i_brand, v1.d_year, v1.d_moy, v1.avg_monthly, v1.sum_sales, l.sum_sales, n.sum_sales
from v1, v1 l, v1 n
where v1.i_category = l.i_category and v1.i_category = n.i_category and v1.i_brand = l.i_brand and v1.i_brand = n.i_brand
  and v1.cc_name = l.cc_name and v1.cc_name = n.cc_name and v1.rn = l.rn + 1 and v1.rn = n.rn - 1 and v1.d_year = 1999 and v1.avg_monthly > 0
order by v1.sum_sales - v1.avg_monthly, 1, 2, 3, 4, 5, 6, 7, 8 limit 100
-- 58
with ss_items as (
  select i_item_id as item_id, sum(ss_ext_sales_price) as rev from store_sales, item, date_dim
  where ss_item_sk = i_item_sk and d_date in (select d_date from date_dim where d_week_seq = (select d_week_seq from date_dim where d_date = date '2000-01-03'))
    and ss_sold_date_sk = d_date_sk group by i_item_id),
cs_items as (
  select i_item_id as item_id, sum(cs_ext_sales_price) as rev from catalog_sales, item, date_dim
  where cs_item_sk = i_item_sk and d_date in (select d_date from date_dim where d_week_seq = (select d_week_seq from date_dim where d_date = date '2000-01-03'))
    and cs_sold_date_sk = d_date_sk group by i_item_id)
select ss_items.item_id, ss_items.rev, cs_items.rev, (ss_items.rev + cs_items.rev) / 2 as average
from ss_items, cs_items where ss_items.item_id = cs_items.item_id
  and ss_items.rev between 0.1 * cs_items.rev and 9 * cs_items.rev and cs_items.rev between 0.1 * ss_items.rev and 9 * ss_items.rev
order by 1, 2 limit 100
-- 59
with wss as (
  select d_week_seq, ss_store_sk, sum(case when d_day_name = 'Sunday' then ss_sales_price end) as sun,
    sum(case when d_day_name = 'Friday' then ss_sales_price end) as fri
  from store_sales, date_dim where d_date_sk = ss_sold_date_sk group by d_week_seq, ss_store_sk)
select name1, id1, week1, sun1 / sun2, fri1 / fri2
from (select s_store_name as name1, wss.d_week_seq as week1, s_store_id as id1, sun as sun1, fri as fri1
      from wss, store, date_dim d where d.d_week_seq = wss.d_week_seq and ss_store_sk = s_store_sk and d_month_seq between 1200 and 1211) y,
     (select s_store_name as name2, wss.d_week_seq as week2, s_store_id as id2, sun as sun2, fri as fri2
      from wss, store, date_dim d where d.d_week_seq = wss.d_week_seq and ss_store_sk = s_store_sk and d_month_seq between 1212 and 1223) x
where id1 = id2 and week1 = week2 - 52 order by 1, 2, 3, 4, 5 limit 100
-- 61
select promotions, total, cast(promotions as decimal(15,4)) / cast(total as decimal(15,4)) * 100
from (select sum(ss_ext_sales_price) as promotions from store_sales, store, promotion, date_dim, customer, customer_address, item
      where ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and ss_promo_sk = p_promo_sk and ss_customer_sk = c_customer_sk
        and ca_address_sk = c_current_addr_sk and ss_item_sk = i_item_sk and ca_gmt_offset = -5 and i_category = 'Jewelry'
        and (p_channel_dmail = 'Y' or p_channel_email = 'Y' or p_channel_tv = 'Y') and s_gmt_offset = -5 and d_year = 1998 and d_moy = 11) promotional_sales,
     (select sum(ss_ext_sales_price) as total from store_sales, store, date_dim, customer, customer_address, item
      where ss_sold_date_sk = d_date_sk and ss_store_sk = s_store_sk and ss_customer_sk = c_customer_sk and ca_address_sk = c_current_addr_sk
        and ss_item_sk = i_item_sk and ca_gmt_offset = -5 and i_category = 'Jewelry' and s_gmt_offset = -5 and d_year = 1998 and d_moy = 11) all_sales
order by promotions, total limit 100
-- 62
select substring(w_warehouse_name, 1, 20), sm_type, web_name,
  sum(case when ws_ship_date_sk - ws_sold_date_sk <= 30 then 1 else 0 end) as "30 days",
  sum(case when ws_ship_date_sk - ws_sold_date_sk > 30 and ws_ship_date_sk - ws_sold_date_sk <= 60 then 1 else 0 end) as "31-60 days"
from web_sales, warehouse, ship_mode, web_site, date_dim
where d_month_seq between 1200 and 1211 and ws_ship_date_sk = d_date_sk and ws_warehouse_sk = w_warehouse_sk
  and ws_ship_mode_sk = sm_ship_mode_sk and ws_web_site_sk = web_site_sk
group by substring(w_warehouse_name, 1, 20), sm_type, web_name order by 1, 2, 3 limit 100
-- 64
with cs_ui as (
  select cs_item_sk, sum(cs_ext_list_price) as sale, sum(cr_refunded_cash + cr_reversed_charge + cr_store_credit) as refund
  from catalog_sales, catalog_returns where cs_item_sk = cr_item_sk and cs_order_number = cr_order_number
  group by cs_item_sk having sum(cs_ext_list_price) > 2 * sum(cr_refunded_cash + cr_reversed_charge + cr_store_credit)),
cross_sales as (
  select i_product_name as product, i_item_sk as item_sk, s_store_name as store, s_zip as zip, ad1.ca_street_name as b_street, ad1.ca_city as b_city,
    ad2.ca_street_name as c_street, d1.d_year as syear, d2.d_year as fsyear, d3.d_year as s2year, count(*) as cnt, sum(ss_wholesale_cost) as s1, sum(ss_list_price) as s2
  from store_sales, store_returns, cs_ui, date_dim d1, date_dim d2, date_dim d3, store, customer, customer_demographics cd1, customer_demographics cd2,
    promotion, household_demographics hd1, household_demographics hd2, customer_address ad1, customer_address ad2, income_band ib1, income_band ib2, item
  where ss_store_sk = s_store_sk and ss_sold_date_sk = d1.d_date_sk and ss_customer_sk = c_customer_sk and ss_cdemo_sk = cd1.cd_demo_sk
    and ss_hdemo_sk = hd1.hd_demo_sk and ss_addr_sk = ad1.ca_address_sk and ss_item_sk = i_item_sk and ss_item_sk = sr_item_sk and ss_ticket_number = sr_ticket_number
    and ss_item_sk = cs_ui.cs_item_sk and c_current_cdemo_sk = cd2.cd_demo_sk and c_current_hdemo_sk = hd2.hd_demo_sk and c_current_addr_sk = ad2.ca_address_sk
    and c_first_sales_date_sk = d2.d_date_sk and c_first_shipto_date_sk = d3.d_date_sk and ss_promo_sk = p_promo_sk
    and hd1.hd_income_band_sk = ib1.ib_income_band_sk and hd2.hd_income_band_sk = ib2.ib_income_band_sk
    and cd1.cd_marital_status <> cd2.cd_marital_status and i_color in ('purple', 'burlywood', 'color 3', 'peach') and i_current_price between 1 and 74
  group by i_product_name, i_item_sk, s_store_name, s_zip, ad1.ca_street_name, ad1.ca_city, ad2.ca_street_name, d1.d_year, d2.d_year, d3.d_year)
select cs1.product, cs1.store, cs1.zip, cs1.syear, cs1.cnt, cs1.s1, cs2.s1, cs2.syear, cs2.cnt
from cross_sales cs1, cross_sales cs2
where cs1.item_sk = cs2.item_sk and cs1.syear = 1999 and cs2.syear = 2000 and cs2.cnt <= cs1.cnt and cs1.store = cs2.store and cs1.zip = cs2.zip
order by cs1.product, cs1.store, cs2.cnt, 5, 6, 7, 8, 9
-- 65
select s_store_name, i_item_desc, sc.revenue, i_current_price, i_wholesale_cost, i_brand
from store, item,
  (select ss_store_sk, avg(revenue) as ave from (
     select ss_store_sk, ss_item_sk, sum(ss_sales_price) as revenue from store_sales, date_dim
     where ss_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 group by ss_store_sk, ss_item_sk) sa group by ss_store_sk) sb,
  (select ss_store_sk, ss_item_sk, sum(ss_sales_price) as revenue from store_sales, date_dim
   where ss_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 group by ss_store_sk, ss_item_sk) sc
where sb.ss_store_sk = sc.ss_store_sk and sc.revenue <= 0.1 * sb.ave and s_store_sk = sc.ss_store_sk and i_item_sk = sc.ss_item_sk
order by s_store_name, i_item_desc, 3, 4, 5, 6 limit 100
-- 67
select * from (
  select i_category, i_class, i_brand, i_product_name, d_year, d_qoy, d_moy, s_store_id, sumsales, rank() over (partition by i_category order by sumsales desc) as rk
  from (select i_category, i_class, i_brand, i_product_name, d_year, d_qoy, d_moy, s_store_id, sum(coalesce(ss_sales_price * ss_quantity, 0)) as sumsales
        from store_sales, date_dim, store, item
        where ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk and ss_store_sk = s_store_sk and d_month_seq between 1200 and 1211
        group by rollup (i_category, i_class, i_brand, i_product_name, d_year, d_qoy, d_moy, s_store_id)) dw1) dw2
where rk <= 100 order by i_category, i_class, i_brand, i_product_name, d_year, d_qoy, d_moy, s_store_id, sumsales, rk limit 100
-- 69
select cd_gender, cd_marital_status, cd_education_status, count(*), cd_purchase_estimate, cd_credit_rating
from customer c, customer_address ca, customer_demographics
where c.c_current_addr_sk = ca.ca_address_sk and ca_state in ('KY', 'GA', 'NM') and cd_demo_sk = c.c_current_cdemo_sk
  and exists (select * from store_sales, date_dim where c.c_customer_sk = ss_customer_sk and ss_sold_date_sk = d_date_sk and d_year = 2001 and d_moy between 4 and 6)
  and not exists (select * from web_sales, date_dim where c.c_customer_sk = ws_bill_customer_sk and ws_sold_date_sk = d_date_sk and d_year = 2001 and d_moy between 4 and 6)
  and not exists (select * from catalog_sales, date_dim where c.c_customer_sk = cs_ship_customer_sk and cs_sold_date_sk = d_date_sk and d_year = 2001 and d_moy between 4 and 6)
group by cd_gender, cd_marital_status, cd_education_status, cd_purchase_estimate, cd_credit_rating order by 1, 2, 3, 5, 6 limit 100
-- 70
select sum(ss_net_profit) as total, s_state, s_county, grouping(s_state) + grouping(s_county) as lochierarchy,
  rank() over (partition by grouping(s_state) + grouping(s_county), case when grouping(s_county) = 0 then s_state end order by sum(ss_net_profit) desc) as rank_within_parent
from store_sales, date_dim d1, store
where d1.d_month_seq between 1200 and 1211 and d1.d_date_sk = ss_sold_date_sk and s_store_sk = ss_store_sk
  and s_state in (select s_state from (
    select s_state, rank() over (partition by s_state order by sum(ss_net_profit) desc) as ranking from store_sales, store, date_dim
    where d_month_seq between 1200 and 1211 and d_date_sk = ss_sold_date_sk and s_store_sk = ss_store_sk group by s_state) tmp1 where ranking <= 5)
group by rollup (s_state, s_county)
order by lochierarchy desc, case when grouping(s_state) + grouping(s_county) = 0 then s_state end, rank_within_parent, 1, 3 limit 100
-- 72
select i_item_desc, w_warehouse_name, d1.d_week_seq, sum(case when p_promo_sk is null then 1 else 0 end) as no_promo,
  sum(case when p_promo_sk is not null then 1 else 0 end) as promo, count(*) as total_cnt
from catalog_sales
  join inventory on cs_item_sk = inv_item_sk join warehouse on w_warehouse_sk = inv_warehouse_sk join item on i_item_sk = cs_item_sk
  join customer_demographics on cs_bill_cdemo_sk = cd_demo_sk join household_demographics on cs_bill_hdemo_sk = hd_demo_sk
  join date_dim d1 on cs_sold_date_sk = d1.d_date_sk join date_dim d2 on inv_date_sk = d2.d_date_sk join date_dim d3 on cs_ship_date_sk = d3.d_date_sk
  left outer join promotion on cs_promo_sk = p_promo_sk
  left outer join catalog_returns on cr_item_sk = cs_item_sk and cr_order_number = cs_order_number
where d1.d_week_seq = d2.d_week_seq and inv_quantity_on_hand < cs_quantity and d3.d_date > d1.d_date + 5
  and hd_buy_potential = '>10000' and d1.d_year = 1999 and cd_marital_status = 'D'
group by i_item_desc, w_warehouse_name, d1.d_week_seq order by total_cnt desc, i_item_desc, w_warehouse_name, d_week_seq limit 100
-- 74
with year_total as (
  select c_customer_id as id, c_first_name as first, c_last_name as last, d_year as year, sum(ss_net_paid) as total, 's' as kind
  from customer, store_sales, date_dim where c_customer_sk = ss_customer_sk and ss_sold_date_sk = d_date_sk and d_year in (2001, 2002)
  group by c_customer_id, c_first_name, c_last_name, d_year
  union all
  select c_customer_id, c_first_name, c_last_name, d_year, sum(ws_net_paid), 'w'
  from customer, web_sales, date_dim where c_customer_sk = ws_bill_customer_sk and ws_sold_date_sk = d_date_sk and d_year in (2001, 2002)
  group by c_customer_id, c_first_name, c_last_name, d_year)
select s2.id, s2.first, s2.last from year_total s1, year_total s2, year_total w1, year_total w2
where s2.id = s1.id and s1.id = w2.id and s1.id = w1.id and s1.kind = 's' and w1.kind = 'w' and s2.kind = 's' and w2.kind = 'w'
  and s1.year = 2001 and s2.year = 2002 and w1.year = 2001 and w2.year = 2002 and s1.total > 0 and w1.total > 0
  and case when w1.total > 0 then w2.total / w1.total end > case when s1.total > 0 then s2.total / s1.total end
order by 1, 2, 3 limit 100
-- 75
with all_sales as (
  select d_year, i_brand_id, i_class_id, i_category_id, i_manufact_id, sum(cnt) as cnt, sum(amt) as amt
  from (select d_year, i_brand_id, i_class_id, i_category_id, i_manufact_id, cs_quantity - coalesce(cr_return_quantity, 0) as cnt,
          cs_ext_sales_price - coalesce(cr_return_amount, 0.0) as amt
        from catalog_sales join item on i_item_sk = cs_item_sk join date_dim on d_date_sk = cs_sold_date_sk
          left join catalog_returns on cs_order_number = cr_order_number and cs_item_sk = cr_item_sk where i_category = 'Books'
        union
        select d_year, i_brand_id, i_class_id, i_category_id, i_manufact_id, ss_quantity - coalesce(sr_return_quantity, 0),
          ss_ext_sales_price - coalesce(sr_return_amt, 0.0)
        from store_sales join item on i_item_sk = ss_item_sk join date_dim on d_date_sk = ss_sold_date_sk
          left join store_returns on ss_ticket_number = sr_ticket_number and ss_item_sk = sr_item_sk where i_category = 'Books') detail
  group by d_year, i_brand_id, i_class_id, i_category_id, i_manufact_id)
select prev.d_year, cur.d_year, cur.i_brand_id, cur.i_class_id, cur.i_category_id, cur.i_manufact_id, prev.cnt, cur.cnt, cur.cnt - prev.cnt, cur.amt - prev.amt
from all_sales cur, all_sales prev
where cur.i_brand_id = prev.i_brand_id and cur.i_class_id = prev.i_class_id and cur.i_category_id = prev.i_category_id
  and cur.i_manufact_id = prev.i_manufact_id and cur.d_year = 2002 and prev.d_year = 2001
  and cast(cur.cnt as decimal(17,2)) / cast(prev.cnt as decimal(17,2)) < 0.9
order by 9, 10, 3, 4, 5, 6 limit 100
-- 76
select channel, col_name, d_year, d_qoy, i_category, count(*), sum(price) from (
  select 'store' as channel, 'ss_store_sk' as col_name, d_year, d_qoy, i_category, ss_ext_sales_price as price
  from store_sales, item, date_dim where ss_store_sk is null and ss_sold_date_sk = d_date_sk and ss_item_sk = i_item_sk
  union all
  select 'web', 'ws_ship_customer_sk', d_year, d_qoy, i_category, ws_ext_sales_price
  from web_sales, item, date_dim where ws_ship_customer_sk is null and ws_sold_date_sk = d_date_sk and ws_item_sk = i_item_sk) foo
group by channel, col_name, d_year, d_qoy, i_category order by channel, col_name, d_year, d_qoy, i_category limit 100
-- 77
with ss as (
  select s_store_sk, sum(ss_ext_sales_price) as sales, sum(ss_net_profit) as profit from store_sales, date_dim, store
  where ss_sold_date_sk = d_date_sk and d_year = 2000 and ss_store_sk = s_store_sk group by s_store_sk),
sr as (
  select s_store_sk, sum(sr_return_amt) as returns, sum(sr_net_loss) as loss from store_returns, date_dim, store
  where sr_returned_date_sk = d_date_sk and d_year = 2000 and sr_store_sk = s_store_sk group by s_store_sk),
cs as (
  select cs_call_center_sk, sum(cs_ext_sales_price) as sales, sum(cs_net_profit) as profit from catalog_sales, date_dim
  where cs_sold_date_sk = d_date_sk and d_year = 2000 group by cs_call_center_sk),
cr as (
  select cr_call_center_sk, sum(cr_return_amount) as returns, sum(cr_net_loss) as loss from catalog_returns, date_dim
  where cr_returned_date_sk = d_date_sk and d_year = 2000 group by cr_call_center_sk)
select channel, id, sum(sales), sum(returns), sum(profit) from (
  select 'store channel' as channel, ss.s_store_sk as id, sales, coalesce(returns, 0) as returns, profit - coalesce(loss, 0) as profit
  from ss left join sr on ss.s_store_sk = sr.s_store_sk
  union all
  select 'catalog channel', cs_call_center_sk, sales, returns, profit - loss from cs, cr) x
group by rollup (channel, id) order by channel, id, 3 limit 100
-- 78
with ws as (
  select d_year as year, ws_item_sk as item, ws_bill_customer_sk as cust, sum(ws_quantity) as qty, sum(ws_sales_price) as sp
  from web_sales left join web_returns on wr_order_number = ws_order_number and ws_item_sk = wr_item_sk join date_dim on ws_sold_date_sk = d_date_sk
  where wr_order_number is null group by d_year, ws_item_sk, ws_bill_customer_sk),
ss as (
  select d_year as year, ss_item_sk as item, ss_customer_sk as cust, sum(ss_quantity) as qty, sum(ss_sales_price) as sp
  from store_sales left join store_returns on sr_ticket_number = ss_ticket_number and ss_item_sk = sr_item_sk join date_dim on ss_sold_date_sk = d_date_sk
  where sr_ticket_number is null group by d_year, ss_item_sk, ss_customer_sk)
select ss.item, round(cast(ss.qty as decimal(15,4)) / coalesce(ws.qty, 1), 2) as ratio, ss.qty, ss.sp, coalesce(ws.qty, 0)
from ss left join ws on ws.year = ss.year and ws.item = ss.item and ws.cust = ss.cust
where coalesce(ws.qty, 0) > 0 and ss.year = 2000 order by 1, 3 desc, 4 desc, 5, 2 limit 100
-- 81
with ctr as (
  select cr_returning_customer_sk as customer, ca_state as state, sum(cr_return_amt_inc_tax) as total
  from catalog_returns, date_dim, customer_address
  where cr_returned_date_sk = d_date_sk and d_year = 2000 and cr_returning_addr_sk = ca_address_sk group by cr_returning_customer_sk, ca_state)
select c_customer_id, c_salutation, ca_city, total from ctr c1, customer_address, customer
where c1.total > (select avg(total) * 1.2 from ctr c2 where c1.state = c2.state) and ca_address_sk = c_current_addr_sk and ca_state = 'GA' and c1.customer = c_customer_sk
order by 1, 2, 3, 4 limit 100
-- 82
select i_item_id, i_item_desc, i_current_price from item, inventory, date_dim, store_sales
where i_current_price between 10 and 92 and inv_item_sk = i_item_sk and d_date_sk = inv_date_sk and d_date between date '2000-05-25' and date '2000-05-25' + 60
  and i_manufact_id in (1, 2, 3, 129, 270, 821, 423) and inv_quantity_on_hand between 100 and 500 and ss_item_sk = i_item_sk
group by i_item_id, i_item_desc, i_current_price order by i_item_id, 2, 3 limit 100
-- 83
with sr_items as (
  select i_item_id as item_id, sum(sr_return_quantity) as qty from store_returns, item, date_dim
  where sr_item_sk = i_item_sk and d_date in (select d_date from date_dim where d_week_seq in (select d_week_seq from date_dim where d_date in (date '2000-06-30', date '2000-09-27', date '2000-11-17')))
    and sr_returned_date_sk = d_date_sk group by i_item_id),
wr_items as (
  select i_item_id as item_id, sum(wr_return_quantity) as qty from web_returns, item, date_dim
  where wr_item_sk = i_item_sk and d_date in (select d_date from date_dim where d_week_seq in (select d_week_seq from date_dim where d_date in (date '2000-06-30', date '2000-09-27', date '2000-11-17')))
    and wr_returned_date_sk = d_date_sk group by i_item_id)
select sr_items.item_id, sr_items.qty, sr_items.qty / (sr_items.qty + wr_items.qty) / 2.0 * 100 as dev, wr_items.qty
from sr_items, wr_items where sr_items.item_id = wr_items.item_id order by 1, 2 limit 100
-- 85
select substring(r_reason_desc, 1, 20), avg(ws_quantity), avg(wr_refunded_cash), avg(wr_fee)
from web_sales, web_returns, web_page, customer_demographics cd1, customer_demographics cd2, customer_address, date_dim, reason
where ws_web_page_sk = wp_web_page_sk and ws_item_sk = wr_item_sk and ws_order_number = wr_order_number and ws_sold_date_sk = d_date_sk and d_year = 2000
  and cd1.cd_demo_sk = wr_refunded_cdemo_sk and cd2.cd_demo_sk = wr_returning_cdemo_sk and ca_address_sk = wr_refunded_addr_sk and r_reason_sk = wr_reason_sk
  and ((cd1.cd_marital_status = 'M' and cd1.cd_marital_status = cd2.cd_marital_status and cd1.cd_education_status = cd2.cd_education_status and ws_sales_price between 100.00 and 150.00)
    or (cd1.cd_marital_status = 'S' and cd1.cd_marital_status = cd2.cd_marital_status and ws_sales_price between 50.00 and 100.00))
  and ((ca_country = 'United States' and ca_state in ('IN', 'OH', 'NJ') and ws_net_profit between 100 and 200)
    or (ca_country = 'United States' and ca_state in ('WI', 'CT', 'KY', 'GA') and ws_net_profit between 50 and 300))
group by r_reason_desc order by 1, 2, 3, 4 limit 100
-- 86
select sum(ws_net_paid) as total, i_category, i_class, grouping(i_category) + grouping(i_class) as lochierarchy,
  rank() over (partition by grouping(i_category) + grouping(i_class), case when grouping(i_class) = 0 then i_category end order by sum(ws_net_paid) desc) as rank_within_parent
from web_sales, date_dim d1, item
where d1.d_month_seq between 1200 and 1211 and d1.d_date_sk = ws_sold_date_sk and i_item_sk = ws_item_sk
group by rollup (i_category, i_class)
order by lochierarchy desc, case when grouping(i_category) + grouping(i_class) = 0 then i_category end, rank_within_parent, 1, 3 limit 100
-- 87
select count(*) from (
  (select distinct c_last_name, c_first_name, d_date from store_sales, date_dim, customer
   where ss_sold_date_sk = d_date_sk and ss_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211)
  except
  (select distinct c_last_name, c_first_name, d_date from catalog_sales, date_dim, customer
   where cs_sold_date_sk = d_date_sk and cs_bill_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211)
  except
  (select distinct c_last_name, c_first_name, d_date from web_sales, date_dim, customer
   where ws_sold_date_sk = d_date_sk and ws_bill_customer_sk = c_customer_sk and d_month_seq between 1200 and 1211)) cool_cust
-- 88
select * from
  (select count(*) as h8_30 from store_sales, household_demographics, time_dim, store
   where ss_sold_time_sk = t_time_sk and ss_hdemo_sk = hd_demo_sk and ss_store_sk = s_store_sk and t_hour = 8 and t_minute >= 30
     and ((hd_dep_count = 4 and hd_vehicle_count <= 6) or (hd_dep_count = 2 and hd_vehicle_count <= 4)) and s_store_name = 'ese') s1,
  (select count(*) as h9 from store_sales, household_demographics, time_dim, store
   where ss_sold_time_sk = t_time_sk and ss_hdemo_sk = hd_demo_sk and ss_store_sk = s_store_sk and t_hour = 9 and t_minute < 30
     and ((hd_dep_count = 4 and hd_vehicle_count <= 6) or (hd_dep_count = 2 and hd_vehicle_count <= 4)) and s_store_name = 'ese') s2,
  (select count(*) as h9_30 from store_sales, household_demographics, time_dim, store
   where ss_sold_time_sk = t_time_sk and ss_hdemo_sk = hd_demo_sk and ss_store_sk = s_store_sk and t_hour = 9 and t_minute >= 30
     and ((hd_dep_count = 4 and hd_vehicle_count <= 6) or (hd_dep_count = 2 and hd_vehicle_count <= 4)) and s_store_name = 'ese') s3
-- 90
select cast(amc as decimal(15,4)) / cast(pmc as decimal(15,4)) as ratio
from (select count(*) as amc from web_sales, household_demographics, time_dim, web_page
      where ws_sold_time_sk = t_time_sk and ws_ship_hdemo_sk = hd_demo_sk and ws_web_page_sk = wp_web_page_sk and t_hour between 0 and 11) am,
     (select count(*) as pmc from web_sales, household_demographics, time_dim, web_page
      where ws_sold_time_sk = t_time_sk and ws_ship_hdemo_sk = hd_demo_sk and ws_web_page_sk = wp_web_page_sk and t_hour between 12 and 23) pm
order by ratio limit 100
-- 91
select cc_call_center_id, cc_name, cc_manager, sum(cr_net_loss) as loss
from call_center, catalog_returns, date_dim, customer, customer_address, customer_demographics, household_demographics
where cr_call_center_sk = cc_call_center_sk and cr_returned_date_sk = d_date_sk and cr_returning_customer_sk = c_customer_sk and cd_demo_sk = c_current_cdemo_sk
  and hd_demo_sk = c_current_hdemo_sk and ca_address_sk = c_current_addr_sk and d_year = 1998
  and ((cd_marital_status = 'M' and cd_education_status = 'Unknown') or (cd_marital_status = 'W' and cd_education_status = 'Advanced Degree'))
  and hd_buy_potential like 'Unknown%'
group by cc_call_center_id, cc_name, cc_manager, cd_marital_status, cd_education_status order by loss desc, 1, 2, 3
-- 92
select sum(ws_ext_discount_amt) from web_sales, item, date_dim
where i_manufact_id = 350 and i_item_sk = ws_item_sk and d_date between date '2000-01-27' and date '2000-01-27' + 90 and d_date_sk = ws_sold_date_sk
  and ws_ext_discount_amt > (select 1.3 * avg(ws_ext_discount_amt) from web_sales, date_dim
    where ws_item_sk = i_item_sk and d_date between date '2000-01-27' and date '2000-01-27' + 90 and d_date_sk = ws_sold_date_sk)
-- 93
select ss_customer_sk, sum(act_sales) as sumsales
from (select ss_item_sk, ss_ticket_number, ss_customer_sk,
        case when sr_return_quantity is not null then (ss_quantity - sr_return_quantity) * ss_sales_price else ss_quantity * ss_sales_price end as act_sales
      from store_sales left outer join store_returns on sr_item_sk = ss_item_sk and sr_ticket_number = ss_ticket_number, reason
      where sr_reason_sk = r_reason_sk and r_reason_desc = 'reason 3') t
group by ss_customer_sk order by sumsales, ss_customer_sk limit 100
-- 94
select count(distinct ws_order_number), sum(ws_ext_ship_cost), sum(ws_net_profit)
from web_sales ws1, date_dim, customer_address, web_site
where d_date between date '1999-02-01' and date '1999-02-01' + 60 and ws1.ws_ship_date_sk = d_date_sk and ws1.ws_ship_addr_sk = ca_address_sk and ca_state = 'GA'
  and ws1.ws_web_site_sk = web_site_sk and web_company_name = 'pri'
  and exists (select * from web_sales ws2 where ws1.ws_order_number = ws2.ws_order_number and ws1.ws_warehouse_sk <> ws2.ws_warehouse_sk)
  and not exists (select * from web_returns wr1 where ws1.ws_order_number = wr1.wr_order_number)
-- 95
with ws_wh as (
  select ws1.ws_order_number, ws1.ws_warehouse_sk as wh1, ws2.ws_warehouse_sk as wh2 from web_sales ws1, web_sales ws2
  where ws1.ws_order_number = ws2.ws_order_number and ws1.ws_warehouse_sk <> ws2.ws_warehouse_sk)
select count(distinct ws_order_number), sum(ws_ext_ship_cost), sum(ws_net_profit)
from web_sales ws1, date_dim, customer_address, web_site
where d_date between date '1999-02-01' and date '1999-02-01' + 60 and ws1.ws_ship_date_sk = d_date_sk and ws1.ws_ship_addr_sk = ca_address_sk
  and ws1.ws_web_site_sk = web_site_sk and ws1.ws_order_number in (select ws_order_number from ws_wh)
  and ws1.ws_order_number in (select wr_order_number from web_returns, ws_wh where wr_order_number = ws_wh.ws_order_number)
-- 97
with ssci as (
  select ss_customer_sk as cust, ss_item_sk as item from store_sales, date_dim where ss_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 group by ss_customer_sk, ss_item_sk),
csci as (
  select cs_bill_customer_sk as cust, cs_item_sk as item from catalog_sales, date_dim where cs_sold_date_sk = d_date_sk and d_month_seq between 1200 and 1211 group by cs_bill_customer_sk, cs_item_sk)
select sum(case when ssci.cust is not null and csci.cust is null then 1 else 0 end) as store_only,
  sum(case when ssci.cust is null and csci.cust is not null then 1 else 0 end) as catalog_only,
  sum(case when ssci.cust is not null and csci.cust is not null then 1 else 0 end) as both_channels
from ssci full outer join csci on ssci.cust = csci.cust and ssci.item = csci.item
-- 98
select i_item_id, i_category, i_class, i_current_price, sum(ss_ext_sales_price) as revenue,
  sum(ss_ext_sales_price) * 100 / sum(sum(ss_ext_sales_price)) over (partition by i_class) as ratio
from store_sales, item, date_dim
where ss_item_sk = i_item_sk and i_category in ('Sports', 'Books', 'Home') and ss_sold_date_sk = d_date_sk and d_date between date '1999-02-22' and date '1999-02-22' + 30
group by i_item_id, i_item_desc, i_category, i_class, i_current_price order by i_category, i_class, i_item_id, i_item_desc, ratio
-- 99
select substring(w_warehouse_name, 1, 20), sm_type, cc_name,
  sum(case when cs_ship_date_sk - cs_sold_date_sk <= 30 then 1 else 0 end), sum(case when cs_ship_date_sk - cs_sold_date_sk > 120 then 1 else 0 end)
from catalog_sales, warehouse, ship_mode, call_center, date_dim
where d_month_seq between 1200 and 1211 and cs_ship_date_sk = d_date_sk and cs_warehouse_sk = w_warehouse_sk
  and cs_ship_mode_sk = sm_ship_mode_sk and cs_call_center_sk = cc_call_center_sk
group by substring(w_warehouse_name, 1, 20), sm_type, cc_name order by 1, 2, 3 limit 100
