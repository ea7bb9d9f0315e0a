package v1

type TypeMeta struct {
	Kind       string
	APIVersion string
}

type OwnerReference struct {
	APIVersion string
	Kind       string
	Name       string
}

type ManagedFieldsEntry struct{ Manager string }

type ObjectMeta struct {
	Name            string
	GenerateName    string
	Namespace       string
	ResourceVersion string
	Generation      int64
	Labels          map[string]string
	Annotations     map[string]string
	OwnerReferences []OwnerReference
	Finalizers      []string
	ManagedFields   []ManagedFieldsEntry
}

func (meta *ObjectMeta) GetName() string
func (meta *ObjectMeta) SetName(name string)
func (meta *ObjectMeta) GetNamespace() string
func (meta *ObjectMeta) SetNamespace(namespace string)
func (meta *ObjectMeta) GetLabels() map[string]string
func (meta *ObjectMeta) SetLabels(labels map[string]string)
func (meta *ObjectMeta) GetAnnotations() map[string]string
func (meta *ObjectMeta) SetAnnotations(annotations map[string]string)
func (meta *ObjectMeta) DeepCopy() *ObjectMeta
func (meta *ObjectMeta) DeepCopyInto(out *ObjectMeta)

type LabelSelectorRequirement struct {
	Key    string
	Values []string
}

type LabelSelector struct {
	MatchLabels      map[string]string
	MatchExpressions []LabelSelectorRequirement
}

func (s *LabelSelector) DeepCopy() *LabelSelector
func (s *LabelSelector) DeepCopyInto(out *LabelSelector)
