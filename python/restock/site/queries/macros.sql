-- As many digits as a person reads.
create temp macro units(figure) as case
    when abs(figure) < 100 then round(figure, 1) else round(figure)
end;

create temp macro share(figure) as round(figure, 4);

-- A list of numbers as JSON, without the fraction of whole ones.
create temp macro numbers(figures) as
    cast(regexp_replace(cast(to_json(figures) as varchar), '\.0([],])', '\1', 'g') as json);

-- The lights. Bias and its bound as in the choice of champions (max_bias); 80% is what p10 to p90
-- promise.
create temp macro accuracy_light(fva) as case
    when fva is null then null
    when fva > 0.02 then 'good'
    when fva >= -0.02 then 'watch'
    else 'poor'
end;

create temp macro bias_light(bias) as case
    when bias is null then null
    when abs(bias) <= 0.1 then 'good'
    when abs(bias) <= 0.2 then 'watch'
    else 'poor'
end;

create temp macro coverage_light(coverage) as case
    when coverage is null then null
    when coverage between 0.7 and 0.9 then 'good'
    when coverage between 0.6 and 0.95 then 'watch'
    else 'poor'
end;
