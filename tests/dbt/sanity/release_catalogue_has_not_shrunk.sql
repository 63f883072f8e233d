{{ blocking_check('release_catalogue_has_not_shrunk') }}
