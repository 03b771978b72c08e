// The verdicts on the events of one block, as positions and facts; kept from question to question by what the block holds.
// Threads: safe. Memory: 28 bytes a comment and 140 a conversation, all of it dropped above kBlockVoiceBytes.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "enrich/voice_facts.h"
#include "text/conversation.h"
#include "timelines/snapshot.h"

namespace sojourn {

inline constexpr size_t kBlockVoiceBytes = size_t{256} << 20;

struct BlockVoices {
  std::vector<uint32_t> texts;  // Positions of events with a text of the customer's, ascending.
  std::vector<VoiceFacts> facts;
  std::vector<uint32_t> conversations;  // Positions of events with turns.
  std::vector<ConversationFacts> courses;

  size_t bytes() const {
    return sizeof *this + (texts.size() + conversations.size()) * sizeof(uint32_t) + facts.size() * sizeof(VoiceFacts) +
           courses.size() * sizeof(ConversationFacts);
  }
};

class BlockVoiceCache {
 public:
  // Null where it is not kept.
  std::shared_ptr<const BlockVoices> find(const BlockMark& mark) const;
  void keep(const BlockMark& mark, std::shared_ptr<const BlockVoices> voices);
  // Has it ever been kept? Then its texts are in the book, whether it is still here or not.
  bool was_heard(const BlockMark& mark) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<uint64_t, std::pair<uint64_t, std::shared_ptr<const BlockVoices>>>
      by_customer_;                               // Content, voices.
  std::unordered_map<uint64_t, uint64_t> heard_;  // Content, by first customer.
  size_t bytes_ = 0;
};

}  // namespace sojourn
