// What writing and reading recordings share.

#ifndef RECORD_RECORDING_PARTS_H
#define RECORD_RECORDING_PARTS_H

#include "record/recording.h"

typedef enum ChunkKind {
    CHUNK_HEAD = 1,   // of the caller
    CHUNK_TASK,       // likewise
    CHUNK_FILES,      // size, digest, path, a zero each
    CHUNK_ANSWERS,
    CHUNK_MARK,       // moment, has a digest, digest
    CHUNK_END,        // moment, status
} ChunkKind;

typedef struct ChunkHead {
    uint32_t kind, size;
    uint64_t head_check;   // of kind, size and the check before
    uint64_t check;        // of the content, going on from that
} ChunkHead;

// How an answer's bytes are kept.
typedef enum AnswerForm { ANSWER_WHOLE, ANSWER_OF_FILE } AnswerForm;

#endif
