"""Faults that segue could have: each is a change of its source, with the verdict under which the test must notice it."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Fault:
    says: str
    command: str  # the command that shows the fault,
    call: str  # if this call is spoiled
    wrong: str  # the verdict that must count it
    file: str  # below src/
    changes: tuple  # (text, its replacement), …; each text occurs once in the file
    kinds: tuple = ()  # kinds of spoiling that show it; none named: any


FAULTS = (
    Fault("an answer that cannot be read means that the library lacks the list", "playlist", "library", "second_playlists", "playlist/ours.cc",
          (("    if (!is_held)\n", "    if (!is_held) return std::nullopt;\n    if (!is_held)\n"),)),
    Fault("making a playlist is tried again after 5xx and cut connections", "playlist", "create", "second_playlists", "spotify/web_api.cc",
          (('policy.repeatable = call.method != "POST";', "policy.repeatable = !call.method.empty();"),), ("status 503", "cut", "502 as HTML")),
    Fault("the songs that were found replace the list, however few they are", "playlist", "search", "short_lists", "playlist/writer.cc",
          (("    const std::size_t found = choice_.songs().size();\n", "    const std::size_t found = 1000;\n"),),
          ("items empty", "status 404", "artists text")),
    Fault("a write that was refused is taken for written", "playlist", "write items", "untrue", "playlist/items.cc",
          (("    if (first_.is_good()) return taken(uris);", "    is_told_ = true;\n    return taken(uris);"),)),
    Fault("an album without a name ends the program", "playlist", "search", "crashes", "formats/web_api.cc",
          (('track.album = base::text_if(object["album"]["name"]);',
           'track.album = std::string(object["album"]["name"].get_string().value());'),), ("album null", "album list")),
    Fault("a row without a track is passed over", "poll", "page", "lost", "formats/recently_played.cc",
          (('if (!item.has_track) throw RowFault{"track", "an object is expected, but there is none"};', "if (!item.has_track) return;"),)),
    Fault("a poll keeps only what it can read", "poll", "page", "lost", "capture/poll.cc",
          (("  polled.object = lake::keep_answer(", "  if (!rows_of(body)) polled.object = lake::dated_key(user, ObjectKind::recently_played, envelope);\n"
            "  else polled.object = lake::keep_answer("),)),
    Fault("a poll ends with 0 although no page came", "poll", "page", "untrue", "cli/cmd_poll.cc", (("  capture::require_page(result.page);\n", ""),)),
    Fault("a page with rows that cannot be read proves as much as a whole one", "poll", "page", "certified_unread", "load/proven.cc",
          ((" and coalesce(l.rejected, 0) = 0", ""), (" and l.rejected = 0", ""))),
    Fault("a page proves a day and more before it, whatever it shows", "poll", "page", "certified_unread", "coverage/certificates.cc",
          (("if (one.earliest && *one.earliest < page.date)", "if (one.earliest)"),
           ("out.push_back({*one.earliest, page.date,", "out.push_back({std::min(*one.earliest, page.date - std::chrono::hours{30}), page.date,"),)),
    Fault("any refusal of a refresh ends the login", "poll", "refresh", "unreached", "spotify/token_keeper.cc",
          (("if (!tokens && tokens.error().is_terminal()) end(", "if (!tokens) end("),)),
    Fault("a login of nobody knows whom takes the place of the one before", "login", "me", "unreached", "spotify/account_check.cc",
          (("refusal_in(reply);\n  const Account before = account_of(known, place.user);\n",
            'refusal_in(reply);\n  const Account before = account_of(known, place.user);\n  place.keeper.keep_new(answer, {"seven", "seven", "seven"});\n'),)),
    Fault("metadata that cannot be read is passed over", "enrich", "album", "lost", "capture/enrich.cc",
          (("        asking_.refused(path, reply);\n", ""),)),
    Fault("enrich ends with 0 where Spotify refused everything", "enrich", "album", "lost", "capture/enrich_ask.cc",
          (("  ++made.failed;\n", ""), ("  refusals_.failed(call, reply);\n", "  if (call.method.empty()) refusals_.failed(call, reply);\n"))),
)
