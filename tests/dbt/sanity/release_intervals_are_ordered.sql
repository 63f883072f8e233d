{{ blocking_check('release_intervals_are_ordered') }}
