// Objects of Kubernetes, which are known without their sources.
package p

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// OwnerOf copies the metadata of a pod, and drops a label of the pod.
func OwnerOf(pod *corev1.Pod) metav1.ObjectMeta {
	meta := pod.ObjectMeta
	meta.OwnerReferences = nil
	delete(meta.Labels, "pod-template-hash") // want "borrowed-map-mutated: delete of map meta.Labels, which meta shares with pod.ObjectMeta, of which it is a copy"
	return meta
}

// NamedOwnerOf gives the copy labels of its own.
func NamedOwnerOf(pod *corev1.Pod, name string) metav1.ObjectMeta {
	meta := pod.ObjectMeta
	meta.Name = name
	meta.Labels = maps.Clone(pod.Labels)
	delete(meta.Labels, "pod-template-hash")
	return meta
}

// Mark changes what it is given to be changed.
func Mark(pod *corev1.Pod) {
	meta := &pod.ObjectMeta
	meta.Labels["seen"] = "true"
}

// Marked copies the pod as a whole.
func Marked(pod *corev1.Pod) *corev1.Pod {
	p := pod.DeepCopy()
	p.Labels["seen"] = "true"
	return p
}
