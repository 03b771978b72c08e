// `sojourn voice`: what customers say in the record, how it is judged, and what it learns; in the folder, or at the server
// that holds it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/terminal.h"

namespace sojourn {

struct VoiceOptions {
  // Of comments and phrases.
  std::string where, against, from, to, zone, before;
  int64_t limit = 20;
  bool evidence = false;
  // Of a text, or a phrase.
  std::string text, language, sentiment;
  bool yes = false;
  // Of topics.
  int64_t id = 0;
  int64_t other = 0;  // The topic to be joined with it.
  int64_t count = 0;  // How many; 0: as many as suit.
  std::string name;
  std::vector<std::string> words;
  Output format = Output::kTable;
};

Status run_voice_status(const std::string& folder, const VoiceOptions& words);
Status run_voice_explain(const std::string& folder, const VoiceOptions& words);
Status run_voice_comments(const std::string& folder, const VoiceOptions& words);
Status run_voice_phrases(const std::string& folder, const VoiceOptions& words);

// Those that change something show how far the work has come, and end when it has.
Status run_voice_train(const std::string& folder, const VoiceOptions& words);
Status run_voice_rescore(const std::string& folder, const VoiceOptions& words);
Status run_voice_topics(const std::string& folder, const VoiceOptions& words);
Status run_voice_refit(const std::string& folder, const VoiceOptions& words);
Status run_voice_name(const std::string& folder, const VoiceOptions& words);
Status run_voice_join(const std::string& folder, const VoiceOptions& words);
Status run_voice_pin(const std::string& folder, const VoiceOptions& words);
Status run_voice_unpin(const std::string& folder, const VoiceOptions& words);
// Shows what would change; with `yes` it is saved, and history is judged anew.
Status run_voice_correct(const std::string& folder, const VoiceOptions& words);
Status run_voice_corrections(const std::string& folder, const VoiceOptions& words);
Status run_voice_uncorrect(const std::string& folder, const VoiceOptions& words);

}  // namespace sojourn
