#include "memory/weak.h"

#include "memory/slot.h"
#include "memory/zones.h"

static WeakReference *weak_at(Object *object) {
    return (WeakReference *)object;
}

WeakReference *weak_get_first(Vm *vm, const Object *object) {
    if ((object_kind(vm, object)->layout_flags & LAYOUT_WEAK) == 0) return NULL;
    return weak_at(object_prefix(object)->weak);
}

void weak_link(Vm *vm, WeakReference *reference, Object *target, WeakReference *after) {
    CHECK_HOT(object_kind(vm, target)->layout_flags & LAYOUT_WEAK);
    CHECK_HOT(after == NULL || after->target == target);
    (void)vm;
    Prefix *prefix = object_prefix(target);
    Object *following = after == NULL ? prefix->weak : after->following;
    reference->target = target;
    reference->previous = (Object *)after;
    reference->following = following;
    if (following != NULL) weak_at(following)->previous = &reference->base;
    if (after == NULL) {
        prefix->weak = &reference->base;
    } else {
        after->following = &reference->base;
    }
}

void weak_unlink(Vm *vm, WeakReference *reference) {
    (void)vm;
    if (reference->target == NULL) return;
    if (reference->previous == NULL) {
        object_prefix(reference->target)->weak = reference->following;
    } else {
        weak_at(reference->previous)->following = reference->following;
    }
    if (reference->following != NULL) weak_at(reference->following)->previous = reference->previous;
    reference->target = reference->previous = reference->following = NULL;
}

void weak_clear_all(Vm *vm, Object *object) {
    // The chain of references whose callbacks are due: linked through `following`, each
    // with its callback, which we own, in `previous`.
    Object *due = NULL, *last = NULL;
    WeakReference *reference = weak_at(object_prefix(object)->weak);
    // As in CPython a single reference is not held while it is handed to its callback.
    while (reference != NULL && reference->callback.object == NULL) {
        weak_unlink(vm, reference);
        reference = weak_at(object_prefix(object)->weak);
    }
    bool is_single = reference != NULL && reference->following == NULL;
    while ((reference = weak_at(object_prefix(object)->weak)) != NULL) {
        weak_unlink(vm, reference);
        // One that waits in the trashcan is dead itself, and gets no call.
        if (reference->callback.object == NULL || reference->base.count == 0) continue;
        if (!is_single) object_share(&reference->base);
        reference->previous = slot_detach(vm, &reference->base, &reference->callback);
        if (last == NULL) {
            due = &reference->base;
        } else {
            weak_at(last)->following = &reference->base;
        }
        last = &reference->base;
    }
    for (Object *one = due, *next; one != NULL; one = next) {
        reference = weak_at(one);
        Object *callback = reference->previous;
        next = reference->following;
        if (is_single) reference->previous = NULL;
        heap_of(vm)->hooks->weak_callback(vm, one, callback);
        if (is_single) object_drop(vm, callback);
    }
    while (due != NULL && !is_single) {   // several are held together, up to the last call
        reference = weak_at(due);
        Object *callback = reference->previous, *gone = due;
        due = reference->following;
        reference->previous = reference->following = NULL;
        object_drop(vm, callback);
        object_drop(vm, gone);
    }
}
