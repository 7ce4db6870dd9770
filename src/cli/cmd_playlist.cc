#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/playlist.h"

namespace segue::cli {
namespace {

constexpr std::size_t kNamedMost = 12;  // songs left out that are named one by one

std::string left_out_json(const playlist::WriteOutcome& outcome) {
  base::JsonArray array;
  for (const auto& [song, why] : outcome.left_out)
    array.raw(base::JsonObject{}.text("artist", song.artist).text("title", song.title).text("why", why).str());
  return array.str();
}

std::string json_of(const playlist::WriteOutcome& outcome, bool dry_run) {
  base::JsonObject json;
  outcome.playlist.empty() ? json.null("playlist") : json.text("playlist", outcome.playlist);
  json.flag("created", outcome.created).flag("changed", outcome.changed);
  json.number("items", outcome.songs.size()).number("wanted", outcome.wanted).number("before", outcome.before);
  json.number("unresolved", outcome.left_out.size()).raw("left_out", left_out_json(outcome));
  outcome.is_public ? json.flag("public", *outcome.is_public) : json.null("public");
  return json.flag("dry_run", dry_run).str() + "\n";
}

std::string left_out_text(const playlist::WriteOutcome& outcome) {
  std::string text;
  for (std::size_t i = 0; i < std::min(outcome.left_out.size(), kNamedMost); ++i) {
    const auto& [song, why] = outcome.left_out[i];
    text += fmt::format("Left out: {} - {} ({})\n", song.artist, song.title, why);
  }
  if (outcome.left_out.size() > kNamedMost)
    text += fmt::format("Left out, too: {} more songs\n", outcome.left_out.size() - kNamedMost);
  return text;
}

std::string head_text(const playlist::WriteOutcome& outcome, const std::string& name, bool dry_run) {
  if (!outcome.changed) return fmt::format("\"{}\" is up to date: nothing to do.\n", name);
  if (!outcome.created) return fmt::format("{} \"{}\" in place.\n", dry_run ? "Would update" : "Updated", name);
  const bool is_private = dry_run || !outcome.is_public.value_or(true);
  return fmt::format("{} the {}playlist \"{}\".\n", dry_run ? "Would make" : "Made", is_private ? "private " : "",
                     name);
}

void report(Context& context, const playlist::WriteOutcome& outcome, bool dry_run) {
  if (context.json) return print(json_of(outcome, dry_run));
  const std::string& name = context.config().playlist_name;
  std::string text = head_text(outcome, name, dry_run);
  if (outcome.is_public.value_or(false))
    text += fmt::format(
        "Spotify shows \"{}\" as public, although segue asked for a private one: make it private in "
        "the app.\n",
        name);
  const std::size_t count = outcome.songs.size();
  text += fmt::format("{} {} in it", count, count == 1 ? "song" : "songs");
  if (count < outcome.wanted)
    text += fmt::format(", {} fewer than the {} asked for", outcome.wanted - count, outcome.wanted);
  if (count < outcome.before) text += fmt::format("; it held {} before", outcome.before);
  text += ".\n" + left_out_text(outcome);
  if (dry_run)
    for (std::size_t i = 0; i < count; ++i)
      text += fmt::format("{:3}  {}\n", i + 1, fitted(outcome.songs[i].artist + " - " + outcome.songs[i].title, 74));
  print(text);
}

void run(Context& context, const pipeline::PlaylistFlags& flags) {
  report(context, pipeline::write_playlist(context.home(), flags), flags.dry_run);
}

}  // namespace

void add_playlist(CLI::App& app, Context& context) {
  auto flags = std::make_shared<pipeline::PlaylistFlags>();
  auto* command = app.add_subcommand("playlist", "write the recommendations to your one playlist");
  command->add_option("--n", flags->count, "number of songs (default: as in config.toml)")->check(CLI::Range(1, 100));
  command->add_flag("--dry-run", flags->dry_run, "show what would be written; write nothing");
  command->callback([&context, flags] { context.step("playlist", [&] { run(context, *flags); }); });
}

}  // namespace segue::cli
