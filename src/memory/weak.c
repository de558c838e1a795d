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
    WeakReference *reference;
    while ((reference = weak_at(object_prefix(object)->weak)) != NULL) {
        weak_unlink(vm, reference);
        // One that waits in the trashcan is dead itself, and gets no call.
        if (reference->callback.object == NULL || reference->base.count == 0) continue;
        object_share(&reference->base);
        reference->previous = slot_detach(vm, &reference->base, &reference->callback);
        if (last == NULL) {
            due = &reference->base;
        } else {
            weak_at(last)->following = &reference->base;
        }
        last = &reference->base;
    }
    while (due != NULL) {
        reference = weak_at(due);
        due = reference->following;
        Object *callback = reference->previous;
        reference->previous = reference->following = NULL;
        heap_of(vm)->hooks->weak_callback(vm, &reference->base, callback);
        object_drop(vm, callback);
        object_drop(vm, &reference->base);
    }
}
