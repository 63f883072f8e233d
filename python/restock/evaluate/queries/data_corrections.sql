with corrections as (
    unpivot (
        select sold_units, stockout_units, outlier_units, returned_units
        from intermediate.int_demand_monthly
        where is_listed
    ) on stockout_units, outlier_units, returned_units into name correction value units
)

select
    correction, count(*) filter (units <> 0) as months_corrected,
    cast(round(sum(greatest(units, 0))) as bigint) as units_added,
    cast(round(-sum(least(units, 0))) as bigint) as units_taken_off,
    sum(units) / nullif(sum(sold_units), 0) as share_of_sold
from corrections
group by correction
order by list_position(['stockout_units', 'outlier_units', 'returned_units'], correction)
