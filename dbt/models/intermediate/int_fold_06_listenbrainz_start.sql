{{ fold('int_fold_06_listenbrainz_start') }}
