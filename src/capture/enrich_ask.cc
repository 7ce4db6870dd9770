// How it works: a question is asked if the run may go on, its family is not held back and no refusal bars it. A 200 or
// a 404 lands; a 404 is an answer, too: the thing does not exist and is not asked for again. A 429 is no failure of the
// thing, so its whole family waits. All else is a refusal.
#include "capture/enrich_ask.h"

#include "base/hash.h"
#include "lake/keep.h"

namespace segue::capture {

using spotify::Call;
using spotify::Reply;

void Asking::hold(spotify::Family family, base::Instant until) {
  held_.insert(family);
  if (!made.held_until || until < *made.held_until) made.held_until = until;
}

void Asking::refused(const std::string& path, const Reply& reply) {
  const Call call{"GET", path, "", lane};
  if (reply.status == 429) {
    const auto wait = reply.retry_after.value_or(std::chrono::minutes{15});
    return hold(spotify::family_of(call.method, call.path), reply.held_until.value_or(clock_.now() + wait));
  }
  ++made.failed;
  refusals_.failed(call, reply);
  made.refusal = refusals_.end();
}

std::optional<Answered> Asking::ask(const ApiQuestion& question) {
  const Call call{"GET", question.path, "", lane};
  const spotify::Family family = spotify::family_of(call.method, call.path);
  if (!may_go_on() || held_.contains(family) || refusals_.bars(call)) return std::nullopt;
  Reply reply = api_.patiently(call);
  if (reply.is_held()) {
    hold(family, *reply.held_until);
    return std::nullopt;
  }
  ++made.calls;
  if (reply.status != 200 && reply.status != 404) {
    refused(question.path, reply);
    progress_(made);
    return std::nullopt;
  }
  music::KeptAnswer kept = land(question, reply);
  return Answered{std::move(reply), std::move(kept)};
}

music::KeptAnswer Asking::land(const ApiQuestion& question, const Reply& reply) {
  lake::Envelope envelope;
  envelope.request = "GET " + question.path;
  envelope.status = reply.status;
  envelope.server_date = reply.server_date;
  envelope.our_clock = clock_.now();
  envelope.sha256 = base::sha256_hex(reply.body);
  envelope.subject = question.subject;
  envelope.snapshot = question.snapshot;
  envelope.offset = question.offset;
  if (reply.status == 200 && envelope.sha256 == question.equal_sha256) envelope.same_as = question.equal_object;
  std::string key = lake::keep_answer(lake_, user_, question.kind, envelope, reply.body).key;
  if (reply.status == 404) ++made.missing;
  return {std::string(lake::text_of(question.kind)),
          question.subject,
          question.snapshot,
          question.offset,
          "",
          reply.status,
          std::move(key),
          envelope.sha256,
          envelope.same_as,
          reply.server_date.value_or(envelope.our_clock)};
}

Enriched Asking::end() {
  if (!made.refusal) {
    remember_failed(lake_, user_, clock_, refusals_.paths());
    made.refusal = refusals_.end_of_a_run_without_answer();
  }
  const auto& left_out = refusals_.left_out();
  made.left_out.insert(made.left_out.end(), left_out.begin(), left_out.end());
  return std::move(made);
}

}  // namespace segue::capture
