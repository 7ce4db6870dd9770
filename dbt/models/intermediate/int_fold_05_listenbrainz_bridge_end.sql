{{ fold('int_fold_05_listenbrainz_bridge_end') }}
