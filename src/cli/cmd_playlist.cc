#include <fmt/core.h>

#include "base/error.h"
#include "base/json.h"
#include "cli/output.h"
#include "cli/recommending.h"
#include "cli/spotify_session.h"
#include "playlist/writer.h"

namespace segue::cli {
namespace {

struct Flags {
  std::size_t count = 0;
  bool dry_run = false;
};

playlist::Order order_of(Context& context, const Recommending& made, bool dry_run) {
  playlist::Order order{context.user(), context.config().playlist_name, {}, dry_run};
  for (const auto& one : made.result.items) {
    const auto& song = one.candidate;
    order.songs.push_back({song.recording_key, song.artist, song.title, song.album, song.spotify_id, song.duration_ms});
  }
  return order;
}

void report(Context& context, const playlist::Outcome& outcome, bool dry_run) {
  if (context.json) {
    base::JsonObject json;
    outcome.playlist.empty() ? json.null("playlist") : json.text("playlist", outcome.playlist);
    print(json.flag("created", outcome.created)
              .flag("changed", outcome.changed)
              .number("items", outcome.songs.size())
              .number("unresolved", outcome.unresolved)
              .flag("dry_run", dry_run)
              .str() +
          "\n");
    return;
  }
  const std::string name = context.config().playlist_name;
  const std::string would = dry_run ? "Would have" : "Has";
  std::string text = !outcome.changed  ? fmt::format("\"{}\" stands as it should: nothing to do.\n", name)
                     : outcome.created ? fmt::format("{} made the private playlist \"{}\".\n", would, name)
                                       : fmt::format("{} written \"{}\" anew, in place.\n", would, name);
  text += fmt::format("{} songs in it", outcome.songs.size());
  text += outcome.unresolved == 0 ? ".\n"
                                  : fmt::format("; {} that Spotify does not know were left out.\n", outcome.unresolved);
  if (dry_run)
    for (std::size_t i = 0; i < outcome.songs.size(); ++i)
      text += fmt::format("{:3}  {}\n", i + 1, fitted(outcome.songs[i].artist + " - " + outcome.songs[i].title, 74));
  print(text);
}

void run(Context& context, const Flags& flags) {
  SpotifySession session(context, context.user());
  const Recommending made = recommend(context, flags.count, 0);
  if (made.result.items.empty()) throw base::Error(base::Fault::input, made.result.advice);
  const auto outcome =
      playlist::write(context.lake(), session.api(), context.clock(), order_of(context, made, flags.dry_run));
  report(context, outcome, flags.dry_run);
}

}  // namespace

void add_playlist(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("playlist", "write the recommendations to your one playlist");
  command->add_option("--n", flags->count, "how many songs (default: as in config.toml)")->check(CLI::Range(1, 100));
  command->add_flag("--dry-run", flags->dry_run, "say what would be written, write nothing");
  command->callback([&context, flags] { context.step("playlist", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
