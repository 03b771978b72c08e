// One text or conversation judged by an edition: the one pass that all verdicts come from.
// Threads   one judge a thread. Cost: about 8 µs a comment of 70 bytes; explain() about 0.1 ms.
#pragma once

#include <string>
#include <string_view>

#include "enrich/persons_out.h"
#include "enrich/turns.h"
#include "enrich/verdict_reader.h"
#include "enrich/voice_edition.h"
#include "enrich/voice_explanation.h"
#include "text/meaning.h"

namespace sojourn {

class TextJudge {
 public:
  explicit TextJudge(std::shared_ptr<const VoiceEdition> edition);

  // Through the edition's book. `declared`: the language that the event names ("nl-NL"), or "".
  VoiceFacts facts_of(std::string_view text, std::string_view declared);
  // What the customer said in these turns, as a text; "" where they cannot be read. Lives until the next call.
  std::string_view said_in(std::string_view turns);
  // `text`: what the event says beside its turns, which are then judged by the models that judge it; "" : nothing.
  ConversationFacts course_of(std::string_view turns, std::string_view declared, std::string_view text = {});
  VoiceExplanation explain(std::string_view text, std::string_view declared);

 private:
  VoiceFacts judge(std::string_view text, std::string_view declared);
  // Without words that say who somebody is: they become values of columns, which everybody sees who may ask.
  TextMeaning meaning_of(const TextVerdict& verdict);
  VoiceWords words_of(const TextVerdict& verdict, const TextMeaning& meaning, uint32_t topic) const;

  std::shared_ptr<const VoiceEdition> edition_;
  VerdictReader reader_;
  MeaningReader meanings_;
  TopicReader topics_;
  TurnsReader turns_;
  ConversationReader conversations_;
  PersonalDataFinder personal_;
  PersonsOut persons_out_;
  std::string said_;
};

VoiceWords words_of(const VoiceEdition& edition, const VoiceFacts& facts);

}  // namespace sojourn
