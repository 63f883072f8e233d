{{ blocking_check('release_is_complete') }}
