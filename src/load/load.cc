// How it works: the objects to load are split into batches. Each batch is one transaction on a connection of its own,
// and threads take batches in turn; the raw tables may then differ in order alone. At the end one more transaction
// derives the tables that depend on all objects.
#include "load/load.h"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <random>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/parallel.h"
#include "formats/api_answers.h"
#include "formats/formats.h"
#include "lake/object_key.h"
#include "lake/read_ahead.h"
#include "load/backlog.h"
#include "load/bounds.h"
#include "load/derived.h"
#include "load/raw_writer.h"
#include "load/superseded.h"
#include "load/zones.h"
#include "rules/rule_json.h"

namespace segue::load {
namespace {

using lake::ObjectKind;

// The most objects of one transaction, and their most compressed bytes, some 200,000 rows: a transaction with more rows
// than DuckDB's row group (122,880) writes them compressed at once and not through the .wal.
constexpr std::size_t kBatchObjects = 1000;
constexpr std::uint64_t kBatchBytes = 16 << 20;

using Batch = std::vector<Pending>;

// Splits the objects into batches of about equal size, about a multiple of `threads`, so that all threads end together.
std::vector<Batch> batches_of(std::vector<Pending> pending, std::uint64_t threads) {
  std::vector<Batch> batches;
  std::uint64_t bytes = 0, all = 0;
  for (const auto& item : pending) all += item.size;
  const std::uint64_t most = all / ((all / kBatchBytes / threads + 1) * threads) + 1;
  for (auto& item : pending) {
    if (batches.empty() || batches.back().size() >= kBatchObjects || bytes >= most) {
      batches.emplace_back();
      bytes = 0;
    }
    bytes += item.size;
    batches.back().push_back(std::move(item));
  }
  return batches;
}

struct Read {
  std::string sha256;
  formats::Outcome outcome;
  std::optional<base::Instant> landed;  // of objects that hold plays
  std::string zone;                     // converted its wall-clock times; "" = it has none
};

// How one object is read: where its rows go, what bounds its plays, and which zone converts its wall-clock times.
struct Reading {
  RawWriter& writer;
  Landing landing;
  std::string zone;
};

void note_landing(Read& read, const Reading& with, const WithinBounds& bounds) {
  read.landed = with.landing.at;
  if (bounds.has_used_zone()) read.zone = with.zone;
}

Read read_member(const Pending& item, std::string bytes, Reading with) {
  Read read;
  read.sha256 = lake::parse_key(item.key).value().sha256;  // zstd's checksum has just verified the bytes
  const std::string_view text = formats::padded(bytes);
  const auto format = formats::recognise(item.name, text.substr(0, 65536));
  if (!format) {
    read.outcome.refusal = formats::Refusal{"its format is not recognised any more"};
    return read;
  }
  WithinBounds bounds(with.writer, with.landing, zone_named(with.zone));
  read.outcome = formats::parse(*format, item.name, text, bounds);
  note_landing(read, with, bounds);
  return read;
}

Read read_poll(const Pending& item, Wrapped poll, Reading with) {
  auto& [envelope, body] = poll;
  Read read;
  read.sha256 = envelope.sha256;
  constexpr formats::Format kPage = formats::Format::recently_played;
  if (envelope.status == 200 && envelope.same_as.empty()) {
    with.landing = {envelope.server_date.value_or(envelope.our_clock), LandedBy::page};
    WithinBounds bounds(with.writer, with.landing, zone_named(with.zone));
    read.outcome = formats::parse(kPage, item.name, formats::padded(body), bounds);
    note_landing(read, with, bounds);
  }
  const bool whole = !read.outcome.refusal;
  with.writer.poll(envelope.status, envelope.server_date, envelope.our_clock, whole ? read.outcome.counts.rows : 0,
                   envelope.same_as);
  return read;
}

Read read_answer(const Pending& item, const Wrapped& wrapped, RawWriter& writer) {
  const auto& [envelope, body] = wrapped;
  Read read;
  read.sha256 = envelope.sha256;
  std::string next;
  const auto kind = formats::answer_named(lake::text_of(item.kind));
  if (kind && envelope.status == 200 && envelope.same_as.empty()) {
    formats::AnswerRead answer = formats::read_answer(*kind, body, envelope.subject, envelope.offset, writer);
    read.outcome = {answer.counts, std::move(answer.refusal)};
    next = std::move(answer.next);
  }
  writer.answer(envelope, read.outcome.counts.rows, next);
  return read;
}

Read read_decision(const Wrapped& wrapped, RawWriter& writer) {
  const auto& [envelope, body] = wrapped;
  Read read;
  read.sha256 = envelope.sha256;
  const auto decision = rules::read_rule(body);
  if (decision) {
    read.outcome.counts.rows = 1;
    writer.rule(*decision, envelope.our_clock);
  } else {
    read.outcome.refusal = formats::Refusal{"this segue does not know the rule: " + decision.error()};
  }
  return read;
}

Read read_wrapped(const Pending& item, Wrapped wrapped, const Reading& with) {
  if (item.kind == ObjectKind::recently_played) return read_poll(item, std::move(wrapped), with);
  return item.kind == ObjectKind::rule ? read_decision(wrapped, with.writer) : read_answer(item, wrapped, with.writer);
}

// The zones and the clock that all objects of a load share.
struct Times {
  const Zones& zones;
  base::Instant now;  // for imports that do not state when they landed
};

Landing landing_of(const Pending& item, const Times& times) {
  return item.landed ? Landing{*item.landed, LandedBy::import} : Landing{times.now, LandedBy::load};
}

ObjectReport load_object(lake::ReadAhead& objects, const Pending& item, warehouse::Connection& connection,
                         RawWriter& writer, const Times& times) {
  ObjectReport report;
  report.object = item.key;
  report.user = item.user;
  report.name = item.name;
  Opened object;
  try {
    object = opened(item, objects.next());
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::input) throw;
    report.refusal = fmt::format("{}: bring {} back from a backup", error.what(), item.key);
    return report;  // without a row in the ledger, so that the next load tries again
  }
  writer.begin_object(report, lake::is_enrich_answer(item.kind) ? lake::text_of(item.kind) : "");
  const bool is_poll = item.kind == ObjectKind::recently_played;
  const Reading with{writer, landing_of(item, times), zone_name_of(times.zones, item.user)};
  const Read read = item.kind == ObjectKind::imported ? read_member(item, std::move(object.member), with)
                                                      : read_wrapped(item, std::move(object.wrapped), with);
  writer.end_object();
  report.rows = read.outcome.counts.rows;
  report.rejected = read.outcome.counts.rejected;
  if (read.outcome.refusal) {
    // Rows before the fault are written already, so they are deleted. The row of `polls` stays: the call was made.
    writer.flush();
    delete_rows(connection, {item.key}, is_poll ? "polls" : "");
    report.refusal = read.outcome.refusal->what;
    report.rows = report.rejected = 0;
    report.sources.clear();
    report.rejects.clear();
  }
  // In the transaction of the rows, so that an object's rows and its ledger row are there together or not at all.
  writer.ledger(report, read.sha256, read.landed, read.zone);
  return report;
}

std::vector<ObjectReport> load_batch(const lake::Lake& lake, const Batch& batch, warehouse::Connection& connection,
                                     const Times& times) {
  std::vector<ObjectReport> reports;
  std::vector<lake::ListedObject> objects;
  for (const Pending& item : batch) objects.push_back({item.key, item.size});
  lake::ReadAhead ahead(lake, std::move(objects));
  warehouse::Transaction transaction(connection);
  delete_superseded(lake, batch, connection);
  {
    RawWriter writer(connection);
    for (const Pending& item : batch) reports.push_back(load_object(ahead, item, connection, writer, times));
    writer.flush();
  }
  spdlog::debug("load: {} objects read", batch.size());
  transaction.commit();
  spdlog::debug("load: {} objects in the warehouse", batch.size());
  return reports;
}

// Asks the clock only if an import does not state when it landed.
base::Instant clock_for(const Batch& pending, const Options& options) {
  const bool is_asked = std::any_of(pending.begin(), pending.end(), [](const Pending& item) {
    return item.kind == ObjectKind::imported && !item.landed;
  });
  if (!is_asked) return {};
  return options.now ? options.now() : base::SystemClock().now();
}

}  // namespace

Report load_new(const lake::Lake& lake, warehouse::Work& work, const Options& options) {
  const auto connection = work.connect();
  auto [pending, imports, lost] = backlog(lake, *connection, options);
  require_lake(lost, options.lake_place);
  const Times times{options.zones, clock_for(pending, options)};
  if (options.shuffle_seed) {
    std::mt19937_64 random(*options.shuffle_seed);
    std::shuffle(pending.begin(), pending.end(), random);
  }
  const int threads = std::max(options.threads, 1);
  const std::size_t objects = pending.size();
  const auto batches = batches_of(std::move(pending), static_cast<std::uint64_t>(threads));
  spdlog::debug("load: {} objects in {} transactions", objects, batches.size());
  Report report;
  report.lost = std::move(lost);
  std::mutex guard;
  work.begin_bulk();
  base::in_parallel(batches.size(), threads, [&](std::size_t i) {
    const auto own = work.connect();
    auto loaded = load_batch(lake, batches[i], *own, times);
    const std::lock_guard lock(guard);
    std::move(loaded.begin(), loaded.end(), std::back_inserter(report.objects));
  });
  work.end_bulk();
  spdlog::debug("load: days, zone offsets, coverage");
  derive(*connection, options.zones, imports);
  for (const Import& import : imports) report.manifests.push_back(import.key);
  spdlog::debug("load: done");
  // Threads finish in any order; the report does not depend on it.
  std::sort(report.objects.begin(), report.objects.end(),
            [](const ObjectReport& a, const ObjectReport& b) { return a.object < b.object; });
  return report;
}

std::optional<LedgerEntry> ledger_entry(warehouse::Connection& connection, const std::string& object) {
  std::optional<LedgerEntry> entry;
  connection.each("select rows, rejected, refusal from segue_raw.load_ledger where object = $1 and loader_version = " +
                      std::to_string(kLoaderVersion),
                  {object}, [&](const warehouse::Row& row) {
                    entry = LedgerEntry{row.bigint(0), row.bigint(1), std::string(row.text(2))};
                  });
  return entry;
}

std::int64_t rejected_rows(warehouse::Connection& connection, const std::string& user) {
  return connection.number(
      R"sql(
        select cast(coalesce(sum(l.rejected), 0) as bigint)
        from segue_raw.load_ledger l
        join segue_raw.polls p on p.object = l.object
        where p.user_id = $1
      )sql",
      {user});
}

std::int64_t plays_first_shown(warehouse::Connection& connection, const std::string& object) {
  return connection.number(
      R"sql(
        select count(*)
        from segue_raw.plays p
        where p.object = $1 and not exists (
          select 1
          from segue_raw.plays o
          where o.user_id = p.user_id and o.source = 'api' and o.object <> p.object and o.track_key = p.track_key
            and o.instant_ms = p.instant_ms
        )
      )sql",
      {object});
}

}  // namespace segue::load
