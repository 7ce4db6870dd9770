#include <fmt/core.h>

#include <memory>

#include "base/error.h"
#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "cli/rule_text.h"
#include "formats/rules.h"
#include "pipeline/rules.h"

namespace segue::cli {
namespace {

using music::Rule;
using music::RuleItem;
using music::RuleKind;

struct Flags {
  std::string subject, target, from, to, id;
  std::string scope = "both";
  std::string why;
  bool all = false;
};

// The published marts, where there are some that a segue of now built.
class Marts {
 public:
  explicit Marts(Context& context) : user_(context.user()) {
    if (!context.warehouse().is_published()) return;
    published_ = context.warehouse().read();
    if (!warehouse::knows_rules(*published_)) published_.reset();
  }
  pipeline::RuleSubjects subjects() const { return {published_.get(), user_}; }
  std::optional<RuleMatches> matches(const Rule& rule) const {
    if (!published_) return std::nullopt;
    RuleMatches found{warehouse::extent_of(*published_, user_, rule), std::nullopt};
    if (rule.kind == RuleKind::merge) found.target = warehouse::target_extent(*published_, user_, rule);
    return found;
  }
  // The artist that goes by exactly this key in the marts, or by the names.
  bool is_same_artist(const music::RuleSubject& one, const music::RuleSubject& other) const {
    if (one.key == other.key) return true;
    return published_ && warehouse::artist_now(*published_, one.key).key == other.key;
  }
  // Whether the marts know another name of the artist; nothing where they are not there.
  std::optional<bool> is_united(const music::RuleSubject& artist) const {
    return published_ ? std::optional(warehouse::is_united(*published_, artist.key)) : std::nullopt;
  }
  // One recording by the marts, or by the names.
  bool is_same_song(const music::RuleSubject& one, const music::RuleSubject& other) const {
    const auto now = [&](const music::RuleSubject& subject) {
      return published_ ? warehouse::recording_now(*published_, subject) : subject.key;
    };
    return now(one) == now(other);
  }

 private:
  std::string user_;
  std::unique_ptr<warehouse::Connection> published_;
};

void add(Context& context, const Marts& marts, const Rule& wanted) {
  const pipeline::Added added = pipeline::add_rule(context.lake(), context.user(), wanted, context.clock());
  const auto matches = marts.matches(added.rule);
  if (matches && matches_nothing(added.rule, *matches))
    fmt::print(stderr,
               "segue: this rule matches nothing that the last build holds: is it spelt as `segue stats` has it?\n");
  if (context.json) {
    print(base::JsonObject{}
              .text("id", added.rule.id)
              .flag("known", added.is_known)
              .raw("rule", to_json({added.rule, context.clock().now(), std::nullopt}, matches))
              .str() +
          "\n");
    return;
  }
  print(fmt::format("{} {}: {}\n  {}\n", added.is_known ? "In force already:" : "Rule", added.rule.id,
                    sentence_of(added.rule), sentence_of(added.rule, matches)));
  if (!added.is_known) print("It takes effect with the next `segue transform`.\n");
}

// `merge artist …` and `split artist …` need none of the other form's words, so the parser asks for none.
void require(const std::string& text, const char* what) {
  if (text.empty()) throw base::Error(base::Fault::usage, what);
}

void add_merge(Context& context, const Flags& flags) {
  constexpr const char* kBoth =
      "A and B are required: rule add merge A B, each \"Artist - Title\" or a track's address; or rule add merge "
      "artist A B";
  require(flags.subject, kBoth);
  require(flags.target, kBoth);
  const Marts marts(context);
  Rule rule;
  rule.kind = RuleKind::merge;
  rule.subject = marts.subjects().song(flags.subject);
  rule.target = marts.subjects().song(flags.target);
  rule.why = flags.why;
  if (!pipeline::in_force(context.lake(), context.user(), rule) && marts.is_same_song(rule.subject, rule.target))
    throw base::Error(base::Fault::usage, fmt::format("{} and {} are one recording already: there is nothing to merge",
                                                      rule.subject.name, rule.target.name));
  add(context, marts, rule);
}

void add_artist_merge(Context& context, const Flags& flags) {
  const Marts marts(context);
  Rule rule;
  rule.kind = RuleKind::merge;
  rule.item = RuleItem::artist;
  rule.subject = marts.subjects().artist(flags.subject);
  rule.target = marts.subjects().artist(flags.target);
  rule.why = flags.why;
  if (!pipeline::in_force(context.lake(), context.user(), rule) && marts.is_same_artist(rule.subject, rule.target))
    throw base::Error(base::Fault::usage, fmt::format("{} and {} are one artist already: there is nothing to merge",
                                                      rule.subject.name, rule.target.name));
  add(context, marts, rule);
}

// Says why a split of an artist will change nothing, where that is so: a merge by rule holds for a name that is split
// off, and a name may be one artist with no other.
void say_if_in_vain(Context& context, const Marts& marts, const music::RuleSubject& artist) {
  for (const auto& known : pipeline::remembered_rules(context.lake(), context.user())) {
    const Rule& rule = known.rule;
    if (known.undone_at || rule.kind != RuleKind::merge || rule.item != RuleItem::artist) continue;
    if (rule.subject.key != artist.key && rule.target.key != artist.key) continue;
    fmt::print(stderr, "segue: rule {} ({}) holds all the same: `segue rule undo {}` takes it back\n", rule.id,
               sentence_of(rule), rule.id);
    return;
  }
  if (marts.is_united(artist) == false)
    fmt::print(
        stderr,
        "segue: in the last build no other name is one artist with {}: until one is, this rule changes nothing\n",
        artist.name);
}

void add_artist_split(Context& context, const Flags& flags) {
  const Marts marts(context);
  Rule rule;
  rule.kind = RuleKind::split;
  rule.item = RuleItem::artist;
  rule.subject = marts.subjects().artist(flags.subject);
  rule.why = flags.why;
  add(context, marts, rule);
  say_if_in_vain(context, marts, rule.subject);
}

void add_split(Context& context, const Flags& flags) {
  require(flags.subject,
          "TRACK is required: rule add split TRACK, its address, its id or \"Artist - Title\"; or rule add split "
          "artist NAME");
  const Marts marts(context);
  Rule rule;
  rule.kind = RuleKind::split;
  rule.subject = marts.subjects().track(flags.subject);
  rule.why = flags.why;
  add(context, marts, rule);
}

std::optional<std::chrono::sys_days> day_in(const char* flag, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto day = formats::day_of(text);
  if (!day)
    throw base::Error(base::Fault::usage, fmt::format("{} {}: a day such as 2024-02-29 is expected", flag, text));
  return day;
}

void add_exclusion(Context& context, RuleItem item, const Flags& flags) {
  Rule rule;
  rule.kind = RuleKind::exclude;
  rule.item = item;
  rule.statistics = flags.scope != "recommendations";
  rule.recommendations = flags.scope != "statistics";
  rule.why = flags.why;
  rule.from = day_in("--from", flags.from);
  rule.to = day_in("--to", flags.to);
  if (item == RuleItem::window && !rule.from && !rule.to)
    throw base::Error(base::Fault::usage, "say which days: --from DATE, --to DATE (not included), or both");
  if (rule.from && rule.to && *rule.from >= *rule.to)
    throw base::Error(base::Fault::usage, fmt::format("--to {} is not after --from {}: the day of --to is not included",
                                                      flags.to, flags.from));
  const Marts marts(context);
  const auto subjects = marts.subjects();
  if (item == RuleItem::artist) rule.subject = subjects.artist(flags.subject);
  if (item == RuleItem::track) rule.subject = subjects.song(flags.subject);
  if (item == RuleItem::playlist) rule.subject = subjects.playlist(flags.subject);
  add(context, marts, rule);
}

void list(Context& context, const Flags& flags) {
  const Marts marts(context);
  auto rules = pipeline::remembered_rules(context.lake(), context.user());
  if (!flags.all) std::erase_if(rules, [](const auto& one) { return one.undone_at.has_value(); });
  base::JsonArray array;
  Table table({{"id", 8}, {"rule", 46}, {"for", 15}, {"plays", 8, true}});
  for (const auto& one : rules) {
    const auto matches = marts.matches(one.rule);
    array.raw(to_json(one, matches));
    table.row({one.rule.id, (one.undone_at ? "undone: " : "") + sentence_of(one.rule), scope_of(one.rule),
               matches ? with_commas(matches->subject.plays) : "?"});
  }
  if (context.json)
    print(base::JsonObject{}.raw("rules", array.str()).str() + "\n");
  else
    print(rules.empty() ? fmt::format("{} has no rules: `segue rule add --help` says what there is.\n", context.user())
                        : table.str());
}

void undo(Context& context, const Flags& flags) {
  const bool changed = pipeline::undo_rule(context.lake(), context.user(), flags.id, flags.why, context.clock());
  if (context.json)
    print(base::JsonObject{}.text("id", flags.id).flag("changed", changed).str() + "\n");
  else
    print(changed ? fmt::format("Rule {} is undone, with the next `segue transform`.\n", flags.id)
                  : fmt::format("Rule {} was undone before.\n", flags.id));
}

using SharedFlags = std::shared_ptr<Flags>;

void add_exclusions(CLI::App& parent, Context& context, const SharedFlags& flags) {
  auto* exclude = parent.add_subcommand("exclude", "leave plays out of statistics, recommendations");
  exclude->require_subcommand(1);
  const auto item = [&](const char* name, const char* what, RuleItem kind) {
    auto* command = exclude->add_subcommand(name, what);
    command->add_option("--for", flags->scope, "statistics, recommendations or both (default)")
        ->check(CLI::IsMember({"statistics", "recommendations", "both"}));
    command->add_option("--why", flags->why, "a reason, kept with the rule");
    command->callback(
        [&context, flags, kind] { context.step("rule add", [&] { add_exclusion(context, kind, *flags); }); });
    return command;
  };
  item("artist", "plays and songs whose first artist this is", RuleItem::artist)
      ->add_option("ARTIST", flags->subject, "a name, or an artist's address or URI")
      ->required();
  item("track", "a song, under whichever track it was played", RuleItem::track)
      ->add_option("TRACK", flags->subject, "\"Artist - Title\", or a track's address")
      ->required();
  item("playlist", "plays that come from it; it teaches nothing", RuleItem::playlist)
      ->add_option("PLAYLIST", flags->subject, "its name, address, URI or id")
      ->required();
  auto* window = item("window", "plays of these local days", RuleItem::window);
  window->add_option("--from", flags->from, "the first day, such as 2024-02-29");
  window->add_option("--to", flags->to, "the day after the last: it is not included");
}

}  // namespace

void add_rule(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("rule", "merge or split songs, artists; leave out; undo");
  command->require_subcommand(1);
  auto* adding = command->add_subcommand("add", "a rule, kept in the lake");
  adding->require_subcommand(1);
  auto* merge = adding->add_subcommand("merge", "two recordings are one, for all listeners");
  merge->require_subcommand(0, 1);
  merge->add_option("A", flags->subject, "\"Artist - Title\", or a track's address (required)");
  merge->add_option("B", flags->target, "what A becomes; as A (required)");
  merge->add_option("--why", flags->why, "a reason, kept with the rule");
  merge->callback([&context, flags, merge] {
    if (merge->get_subcommands().empty()) context.step("rule add", [&] { add_merge(context, *flags); });
  });
  auto* artists = merge->add_subcommand("artist", "two artists are one, for all listeners");
  artists->add_option("A", flags->subject, "a name, or an artist's address or URI")->required();
  artists->add_option("B", flags->target, "what A becomes; as A")->required();
  artists->add_option("--why", flags->why, "a reason, kept with the rule");
  artists->callback([&context, flags] { context.step("rule add", [&] { add_artist_merge(context, *flags); }); });
  auto* split = adding->add_subcommand("split", "a track is a song of its own, for all listeners");
  split->require_subcommand(0, 1);
  split->add_option("TRACK", flags->subject, "its address or id; \"Artist - Title\" (required)");
  split->add_option("--why", flags->why, "a reason, kept with the rule");
  split->callback([&context, flags, split] {
    if (split->get_subcommands().empty()) context.step("rule add", [&] { add_split(context, *flags); });
  });
  auto* apart = split->add_subcommand("artist", "a name that an id bore with another stands alone");
  apart->add_option("NAME", flags->subject, "the name that is to stand alone")->required();
  apart->add_option("--why", flags->why, "a reason, kept with the rule");
  apart->callback([&context, flags] { context.step("rule add", [&] { add_artist_split(context, *flags); }); });
  add_exclusions(*adding, context, flags);
  auto* listing = command->add_subcommand("list", "rules in force, and how many plays each is about");
  listing->add_flag("--all", flags->all, "undone ones, too");
  listing->callback([&context, flags] { list(context, *flags); });
  auto* undoing = command->add_subcommand("undo", "take a rule back");
  undoing->add_option("ID", flags->id, "as `segue rule list` shows it")->required();
  undoing->add_option("--why", flags->why, "a reason, kept beside it");
  undoing->callback([&context, flags] { context.step("rule undo", [&] { undo(context, *flags); }); });
}

}  // namespace segue::cli
