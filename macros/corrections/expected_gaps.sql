{#
    Number of gaps of at least gap_days open days without a sale that chance alone makes in
    open_days days, on each of which the product sells with probability selling_share:

    open_days * p * (1 - p) ^ gap_days

    (a gap begins after a day with a sale). Runs of failures in Bernoulli trials: Feller (1968),
    An Introduction to Probability Theory and Its Applications I, chapter XIII.
#}
{% macro expected_gaps(open_days, selling_share, gap_days) -%}
    {{ open_days }} * {{ selling_share }} * power(1 - {{ selling_share }}, {{ gap_days }})
{%- endmacro %}
