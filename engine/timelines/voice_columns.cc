#include "timelines/voice_columns.h"

#include <array>

namespace sojourn {
namespace {

constexpr ColumnType kCode = ColumnType::kCode;
constexpr ColumnType kNumber = ColumnType::kNumber;

constexpr std::array<VoiceColumnInfo, kVoiceColumns> kColumns{{
    {VoiceColumn::kLanguage, "voice.language", kCode, "The language of the text, or unknown."},
    {VoiceColumn::kSentiment, "voice.sentiment", kCode, "How the text feels: positive, neutral, negative or unknown."},
    {VoiceColumn::kScore, "voice.score", kNumber, "How the text feels, from -1 to 1."},
    {VoiceColumn::kEmotion, "voice.emotion", kCode, "The emotion told (Ekman's six), none or unknown."},
    {VoiceColumn::kMotive, "voice.motive", kCode, "The emotional motive: belonging, success, safety and others."},
    {VoiceColumn::kIntent, "voice.intent", kCode,
     "What the text is for: praise, complaint, question, wish and others."},
    {VoiceColumn::kTopic, "voice.topic", kCode, "The main topic, or other."},
    {VoiceColumn::kWish, "voice.wish", kCode, "The feature wished for; one name for one wish in different words."},
    {VoiceColumn::kObstacle, "voice.obstacle", kCode, "What stood in the way, as a key phrase."},
    {VoiceColumn::kRival, "voice.rival", kCode, "The competitor gone to, or unnamed."},
    {VoiceColumn::kTurns, "voice.turns", kNumber, "Turns of the conversation."},
    {VoiceColumn::kToneFirst, "voice.tone_first", kNumber, "The customer's tone in the first third, from -1 to 1."},
    {VoiceColumn::kToneLast, "voice.tone_last", kNumber, "The customer's tone in the last third, from -1 to 1."},
    {VoiceColumn::kToneChange, "voice.tone_change", kNumber, "The last third's tone less the first third's."},
    {VoiceColumn::kAgentWords, "voice.agent_words", kNumber, "Words of the agent."},
    {VoiceColumn::kCustomerWords, "voice.customer_words", kNumber, "Words of the customer."},
    {VoiceColumn::kInterruptions, "voice.interruptions", kNumber, "Turns begun while the other still spoke."},
    {VoiceColumn::kAgentTalk, "voice.agent_talk", kNumber, "Seconds that the agent spoke."},
    {VoiceColumn::kCustomerTalk, "voice.customer_talk", kNumber, "Seconds that the customer spoke."},
    {VoiceColumn::kSilence, "voice.silence", kNumber, "Seconds in which nobody spoke."},
    {VoiceColumn::kResponse, "voice.response", kNumber, "Seconds until the agent answered, the median."},
    {VoiceColumn::kCues, "voice.cues", kNumber, "Verbal cues, of all four kinds that follow."},
    {VoiceColumn::kHesitations, "voice.hesitations", kNumber, "Hesitations: um, well, let me see."},
    {VoiceColumn::kApologies, "voice.apologies", kNumber, "Apologies: sorry, my mistake."},
    {VoiceColumn::kCourtesies, "voice.courtesies", kNumber, "Courtesies: please, thank you."},
    {VoiceColumn::kPromises, "voice.promises", kNumber, "Promises: I will call you back."},
    {VoiceColumn::kEscalation, "voice.escalation", kCode, "Was somebody higher up asked for: yes or no."},
}};

}  // namespace

std::span<const VoiceColumnInfo> voice_columns() { return kColumns; }

}  // namespace sojourn
