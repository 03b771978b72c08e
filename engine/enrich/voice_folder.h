// DIR/voice/: the models that were learned, and when. Files are written whole or not at all, and only when they change; one
// that is gone or cannot be read is left out with a sentence that says so, and due to be learned anew. Models of before there were folds (fold_models.h) are left
// out and removed, and what was learned by then counts as nothing: they are learned anew. So is all where the program's
// own lexicons and models are others than those it was learned beside: wishes would be grouped by words that no longer fit.
// Threads   one at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/status.h"
#include "enrich/voice_edition.h"

namespace sojourn {

// How many different texts there were when something was last learned.
struct LearnedAt {
  int64_t topics = 0;
  int64_t models = 0;
};

class VoiceFolder {
 public:
  // `path` "" : nothing is kept. Errors: kUnavailable.
  static Result<VoiceFolder> open(const std::string& path);

  // Models, topics, wishes and languages; corrections are the record's.
  VoiceParts read();
  Status write(const VoiceParts& parts, const LearnedAt& learned);
  LearnedAt learned_at() const { return learned_; }
  // Removes books of other editions than this one, and what older programs kept.
  void tidy(const VoiceEdition& edition) const;

  const std::string& path() const { return path_; }
  // What could not be read, a sentence each.
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  bool holds(const std::string& name, uint64_t hash) const;
  Status put(const std::string& name, const std::string& bytes);

  std::string path_;
  LearnedAt learned_;
  std::vector<std::string> kept_;            // Files of models that there have to be.
  std::map<std::string, uint64_t> written_;  // Of the files, the hashes of what they hold.
  std::vector<std::string> troubles_;
};

}  // namespace sojourn
