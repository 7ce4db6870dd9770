#include "pipeline/listener_set.h"

#include "corpus/registry.h"
#include "pipeline/repertoire.h"
#include "pipeline/train.h"

namespace segue::pipeline {

evaluation::ListenerSet listener_set(Home& home) {
  const auto published = home.warehouse().read();
  auto gathered = gather_repertoire(
      {published.get(), home.config().corpora(), corpus::registered(home.lake(), home.user()), home.user()},
      OwnLists::left_out);
  evaluation::ListenerSet set;
  std::string last_session;
  std::uint32_t session = 0;
  warehouse::each_play_of(*published, home.user(), api_plays(train_input(home, *published)),
                          [&](const warehouse::PlayOfUser& play) {
                            const auto item = gathered.items.find(music::RecordingKey(play.recording_key));
                            if (play.session != last_session) {
                              last_session = play.session;
                              ++session;
                            }
                            if (item != gathered.items.end())
                              set.plays.push_back({item->second, session, play.at, play.is_skip});
                          });
  set.repertoire = std::move(gathered.repertoire);
  return set;
}

}  // namespace segue::pipeline
