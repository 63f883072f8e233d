select
    events.release_id,
    events.event,
    events.event_at,
    events.reason
from marts.fct_release_events as events
order by events.event_at desc, events.release_id
limit 100
